package dev.isotherm.lab.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's correction (1979) for many comparisons: it holds the chance of any false alarm as Bonferroni's does, and finds more.
 * The k-th smallest of m p-values is multiplied by m − k + 1, and is at least what a smaller one became.
 */
public final class Holm {

    private Holm() {}

    /**
     * @param p from 0 to 1, in any order
     * @return adjusted, in the same order
     */
    public static double[] adjust(double[] p) {
        Bonferroni.requireProbabilities(p);
        int[] ascending = IntStream.range(0, p.length).boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[p.length];
        double largest = 0;
        for (int k = 0; k < p.length; k++) {
            largest = Math.max(largest, Math.min(1, p[ascending[k]] * (p.length - k)));
            adjusted[ascending[k]] = largest;
        }
        return adjusted;
    }
}
