package dev.isotherm.cuda;

/**
 * Residual add and layer normalization of rows: {@code y = LN(x + residual)·γ + β}, x, residual and y [T, H], γ and β [H], where
 *
 * <pre>{@code
 * LN(v) = (v - mean(v)) / sqrt(mean((v - mean(v))²) + ε)
 * }</pre>
 *
 * <p>The sum and its statistics are float32 and never rounded to the element type; the variance comes from differences to the mean.
 * On a device {@code rsqrtf} is its approximation, correct to 2 ulp.
 *
 * <p>Not yet run on a GPU.
 */
final class ResidualLayerNorm implements Launches.ResidualNorm {

    private final KernelFunction function;
    private final Element element;

    ResidualLayerNorm(KernelFunction function, Element element) {
        this.function = function;
        this.element = element;
    }

    @Override
    public void launch(long stream, long x, long residual, long gamma, long beta, long y, float epsilon, int rows, int columns) {
        function.launch(stream, Grid.ofRows(rows, columns, element), x, residual, gamma, beta, y, epsilon, columns);
    }

    /** The formula: {@code LN(x + residual)·γ + β}. */
    static float[] reference(float[] x, float[] residual, float[] gamma, float[] beta, float epsilon) {
        float[] sum = new float[x.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = x[i] + residual[i];
        }
        return LayerNormReference.of(sum, gamma, beta, epsilon);
    }
}
