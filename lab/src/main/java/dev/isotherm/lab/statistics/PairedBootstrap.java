package dev.isotherm.lab.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.hipparchus.stat.descriptive.rank.Percentile;
import org.hipparchus.stat.descriptive.rank.Percentile.EstimationType;

/**
 * Confidence by resampling items with replacement (Efron), the same items for both settings. Intervals go from the 2.5th to the
 * 97.5th percentile of the resampled figures. The p-value is {@code 2·(1 + n)/(resamples + 1)}, at most 1, with {@code n} the
 * number of resampled differences on the rarer side of zero, zero itself counted on both.
 *
 * @param resamples at least 100; the smallest p-value is {@code 2/(resamples + 1)}
 * @param seed the same seed gives the same figures
 */
public record PairedBootstrap(int resamples, long seed) {

    /** Enough for p-values that stand a correction for a hundred comparisons. */
    public static final int RESAMPLES = 10_000;

    public PairedBootstrap {
        if (resamples < 100) {
            throw new IllegalArgumentException("resamples are %d, they must be at least 100".formatted(resamples));
        }
    }

    public PairedBootstrap(long seed) {
        this(RESAMPLES, seed);
    }

    /**
     * Compares means.
     *
     * @param baseline one finite value an item
     * @param value one finite value for each of the same items, in the same order
     * @throws IllegalArgumentException when lengths differ, there are no items, or a value is not finite
     */
    public Comparison ofMeans(double[] baseline, double[] value) {
        if (baseline.length != value.length) {
            throw new IllegalArgumentException("paired values differ in number: %d and %d".formatted(baseline.length, value.length));
        }
        double[] differences = new double[baseline.length];
        Arrays.setAll(differences, i -> value[i] - baseline[i]);
        return comparison(mean(baseline), mean(value), resampledMeans(requireUsable(differences)));
    }

    /**
     * Compares any statistic.
     *
     * @param n number of items, at least 1
     * @param baseline the first setting's statistic over items given by index, some more than once
     * @param value the second's
     */
    public Comparison of(int n, ToDoubleFunction<int[]> baseline, ToDoubleFunction<int[]> value) {
        double[] differences = resampled(n, items -> value.applyAsDouble(items) - baseline.applyAsDouble(items));
        int[] all = IntStream.range(0, n).toArray();
        return comparison(baseline.applyAsDouble(all), value.applyAsDouble(all), differences);
    }

    /**
     * The mean of values and how sure it is.
     *
     * @throws IllegalArgumentException when there are none or one is not finite
     */
    public Interval interval(double[] values) {
        return interval(mean(values), resampledMeans(requireUsable(values)));
    }

    /** A statistic over {@code n} items given by index, and how sure it is. */
    public Interval interval(int n, ToDoubleFunction<int[]> statistic) {
        double[] figures = resampled(n, statistic);
        return interval(statistic.applyAsDouble(IntStream.range(0, n).toArray()), figures);
    }

    private static Interval interval(double figure, double[] resampled) {
        Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
        return new Interval(figure, percentile.evaluate(resampled, 2.5), percentile.evaluate(resampled, 97.5));
    }

    private Comparison comparison(double baseline, double value, double[] differences) {
        Interval interval = interval(value - baseline, differences);
        return new Comparison(baseline, value, interval.mean(), interval.low(), interval.high(), p(differences));
    }

    private double p(double[] differences) {
        long notAbove = Arrays.stream(differences).filter(difference -> difference <= 0).count();
        long notBelow = Arrays.stream(differences).filter(difference -> difference >= 0).count();
        return Math.min(1, 2.0 * (1 + Math.min(notAbove, notBelow)) / (resamples + 1));
    }

    private double[] resampledMeans(double[] values) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[random.nextInt(values.length)];
            }
            means[r] = sum / values.length;
        }
        return means;
    }

    private double[] resampled(int n, ToDoubleFunction<int[]> statistic) {
        if (n < 1) {
            throw new IllegalArgumentException("there are %d items, resampling needs at least 1".formatted(n));
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] figures = new double[resamples];
        int[] items = new int[n];
        for (int r = 0; r < resamples; r++) {
            Arrays.setAll(items, i -> random.nextInt(n));
            figures[r] = statistic.applyAsDouble(items);
        }
        return figures;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static double[] requireUsable(double[] values) {
        if (values.length == 0 || !Arrays.stream(values).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("resampling needs at least one value, and finite ones");
        }
        return values;
    }
}
