package dev.isotherm.lab.score;

import java.util.Arrays;
import org.hipparchus.stat.correlation.SpearmansCorrelation;

/** Spearman's rank correlation, the figure of semantic textual similarity. */
public final class Spearman {

    private Spearman() {}

    /**
     * Pearson's correlation of the ranks, ties given their average rank.
     *
     * @return from −1 to 1; 0 when either side is constant, where ranks say nothing
     * @throws IllegalArgumentException when lengths differ, are below 2, or a value is not a number
     */
    public static double of(double[] a, double[] b) {
        if (a.length != b.length || a.length < 2) {
            throw new IllegalArgumentException("a rank correlation needs two columns of one length of at least 2, not %d and %d"
                    .formatted(a.length, b.length));
        }
        if (Arrays.stream(a).anyMatch(Double::isNaN) || Arrays.stream(b).anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException("a value to be ranked is not a number");
        }
        double correlation = new SpearmansCorrelation().correlation(a, b);
        return Double.isNaN(correlation) ? 0 : correlation;
    }
}
