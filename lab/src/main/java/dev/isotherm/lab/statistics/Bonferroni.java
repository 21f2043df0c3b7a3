package dev.isotherm.lab.statistics;

import java.util.Arrays;

/** Bonferroni's correction for many comparisons: each p-value times their number, at most 1. */
public final class Bonferroni {

    private Bonferroni() {}

    /**
     * @param p from 0 to 1, in any order
     * @return adjusted, in the same order
     */
    public static double[] adjust(double[] p) {
        requireProbabilities(p);
        return Arrays.stream(p).map(value -> Math.min(1, value * p.length)).toArray();
    }

    static void requireProbabilities(double[] p) {
        for (double value : p) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("a p-value is %s, it must be from 0 to 1".formatted(value));
            }
        }
    }
}
