package dev.isotherm.cuda;

/**
 * Bias add and GELU by the error function, not by tanh: {@code x[t, n] = v/2·(1 + erf(v/√2))} with {@code v = x[t, n] + bias[n]},
 * x [T, N] in place, bias [N]. Computed in float32, rounded once.
 *
 * <p>Not yet run on a GPU.
 */
final class BiasGelu implements Launches.Gelu {

    private final KernelFunction function;
    private final Element element;

    BiasGelu(KernelFunction function, Element element) {
        this.function = function;
        this.element = element;
    }

    @Override
    public void launch(long stream, long x, long bias, int rows, int columns) {
        function.launch(stream, Grid.ofRows(rows, columns, element), x, bias, columns);
    }

    /** The formula, in place. */
    static void reference(float[] x, float[] bias) {
        for (int i = 0; i < x.length; i++) {
            double v = (double) x[i] + bias[i % bias.length];
            x[i] = (float) (v / 2 * (1 + erf(v / Math.sqrt(2))));
        }
    }

    /** 2/√π·e^(-x²)·Σ 2ⁿ·x²ⁿ⁺¹/(1·3·…·(2n+1)), whose terms have one sign; beyond 6 it is 1 in double precision. */
    static double erf(double x) {
        if (Math.abs(x) > 6) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }
}
