package dev.isotherm.cuda;

/** Layer normalization in plain loops: the formula of {@code layernorm.cuh}, in double precision. */
final class LayerNormReference {

    private LayerNormReference() {}

    static float[] of(float[] x, float[] gamma, float[] beta, float epsilon) {
        int columns = gamma.length;
        float[] y = new float[x.length];
        for (int start = 0; start < x.length; start += columns) {
            double mean = mean(x, start, columns);
            double inverse = 1 / Math.sqrt(variance(x, start, columns, mean) + epsilon);
            for (int i = 0; i < columns; i++) {
                y[start + i] = (float) ((x[start + i] - mean) * inverse * gamma[i] + beta[i]);
            }
        }
        return y;
    }

    private static double mean(float[] x, int start, int columns) {
        double sum = 0;
        for (int i = 0; i < columns; i++) {
            sum += x[start + i];
        }
        return sum / columns;
    }

    private static double variance(float[] x, int start, int columns, double mean) {
        double sum = 0;
        for (int i = 0; i < columns; i++) {
            sum += (x[start + i] - mean) * (x[start + i] - mean);
        }
        return sum / columns;
    }
}
