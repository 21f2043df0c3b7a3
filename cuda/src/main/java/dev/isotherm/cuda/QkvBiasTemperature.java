package dev.isotherm.cuda;

/**
 * The attention temperature: bias add over packed queries, keys and values, and the queries times 1/τ, in the one pass that the bias
 * needs anyway. With q, k, v side by side in a row of {@code qkv} [T, 3H], {@code bias} [3H] and s [T] the inverse temperatures:
 *
 * <pre>{@code
 * qkv[t, c] = (qkv[t, c] + bias[c]) * (c < H ? s[t] : 1)
 * }</pre>
 *
 * softmax((q/τ)kᵀ/√d) is softmax(qkᵀ/(τ√d)), so attention itself knows no temperature. Computed in float32 and rounded once; with
 * s = 1 the bits are those of the bias add alone. A pass reads and writes 3H elements a row; temperatures of rows add 4 bytes to each.
 *
 * <p>Not yet run on a GPU.
 */
final class QkvBiasTemperature implements Launches.BiasTemperature {

    private final KernelFunction function;
    private final Element element;

    QkvBiasTemperature(KernelFunction function, Element element) {
        this.function = function;
        this.element = element;
    }

    @Override
    public void launch(long stream, long qkv, long bias, float inverseTemperature, int rows, int hidden) {
        function.launch(stream, Grid.ofRows(rows, 3L * hidden, element), qkv, bias, 0L, inverseTemperature, hidden);
    }

    @Override
    public void launchMixed(long stream, long qkv, long bias, long inverseTemperatures, int rows, int hidden) {
        function.launch(stream, Grid.ofRows(rows, 3L * hidden, element), qkv, bias, inverseTemperatures, 1f, hidden);
    }

    /** The formula, in place, one row for each inverse temperature. */
    static void reference(float[] qkv, float[] bias, float[] inverseTemperatures) {
        int columns = bias.length;
        for (int row = 0; row < inverseTemperatures.length; row++) {
            for (int column = 0; column < columns; column++) {
                float factor = column < columns / 3 ? inverseTemperatures[row] : 1;
                int i = row * columns + column;
                qkv[i] = (qkv[i] + bias[column]) * factor;
            }
        }
    }
}
