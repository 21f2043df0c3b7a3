package dev.isotherm.lab.analyze;

import java.util.Arrays;

/** The mean cosine over pairs of different texts, {@code (|Σwv|² − Σw²|v|²) / ((Σw)² − Σw²)} with {@code w} how often a text counts. */
final class PairwiseCosine {

    private PairwiseCosine() {}

    /**
     * @param vectors [n][D] of length 1 (or 0, which is a cosine of 0 with any), n ≥ 2
     */
    static double of(float[][] vectors) {
        int[] once = new int[vectors.length];
        Arrays.fill(once, 1);
        return of(vectors, once);
    }

    /**
     * Of a resampled set: a text that was drawn twice is no pair with itself, which would raise the cosine.
     *
     * @param times [n] how often each text counts
     * @return NaN when only one text counts
     */
    static double of(float[][] vectors, int[] times) {
        double[] sum = new double[vectors[0].length];
        double own = 0;
        double squares = 0;
        long count = 0;
        for (int i = 0; i < vectors.length; i++) {
            if (times[i] > 0) {
                own += (double) times[i] * times[i] * add(vectors[i], times[i], sum);
                squares += (double) times[i] * times[i];
                count += times[i];
            }
        }
        return (squared(sum) - own) / ((double) count * count - squares);
    }

    /** Returns |v|². */
    private static double add(float[] vector, int times, double[] sum) {
        double square = 0;
        for (int d = 0; d < sum.length; d++) {
            sum[d] += times * vector[d];
            square += (double) vector[d] * vector[d];
        }
        return square;
    }

    private static double squared(double[] vector) {
        return Arrays.stream(vector).map(x -> x * x).sum();
    }
}
