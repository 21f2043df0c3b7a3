package dev.isotherm.lab.analyze;

import dev.isotherm.lab.measure.Spread;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hipparchus.stat.descriptive.rank.Percentile;
import org.hipparchus.stat.descriptive.rank.Percentile.EstimationType;

/**
 * Intervals by resampling texts. Of cosines by the bootstrap (Efron): texts of a bin are drawn with replacement, as many as there are. Of
 * ranks by halves drawn without replacement (the delete-half jackknife, Shao and Wu 1989), since a repeated text adds no rank. An interval has
 * the width of the resampled differences' percentiles and lies around the difference that was measured, {@code d + q − mean}: half as
 * many texts have smaller ranks.
 *
 * @param seed the same seed gives the same figures
 */
record Resampling(long seed) {

    static final double LEVEL = 0.95;

    /** Texts of a bin that are resampled at most; more would only narrow the interval. */
    private static final int SAMPLE = 1_000;
    private static final int RESAMPLES = 1_000;
    /** Each takes two decompositions. */
    private static final int RANK_RESAMPLES = 200;

    /** The mean pairwise cosine of one set against another's, of different texts. */
    Change cosine(float[][] from, float[][] to) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] first = sample(from);
        float[][] second = sample(to);
        double[] differences = resampled(RESAMPLES, () -> {
            int[] a = times(first.length, random);
            int[] b = times(second.length, random);
            return () -> PairwiseCosine.of(second, b) - PairwiseCosine.of(first, a);
        });
        return change(PairwiseCosine.of(from), PairwiseCosine.of(to), differences, LEVEL);
    }

    /** The mean pairwise cosine of the same texts' vectors under two policies; a text is drawn for both. */
    Change paired(float[][] from, float[][] to, double level) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] first = sample(from);
        float[][] second = sample(to);
        double[] differences = resampled(RESAMPLES, () -> {
            int[] times = times(first.length, random);
            return () -> PairwiseCosine.of(second, times) - PairwiseCosine.of(first, times);
        });
        return change(PairwiseCosine.of(from), PairwiseCosine.of(to), differences, level);
    }

    /** The effective rank of one set against another's, at the same number of texts; the difference is relative. Ranks below 1 count as 1. */
    Change rank(float[][] from, float[][] to, int texts) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] first = EqualSpread.drawn(from, texts, random);
        float[][] second = EqualSpread.drawn(to, texts, random);
        double[] ratios = resampled(RANK_RESAMPLES, () -> {
            float[][] a = EqualSpread.drawn(first, texts / 2, random);
            float[][] b = EqualSpread.drawn(second, texts / 2, random);
            return () -> Math.log(rank(b) / rank(a));
        });
        double before = Math.max(1, EqualSpread.of(from, texts, seed).effectiveRank());
        double after = Math.max(1, EqualSpread.of(to, texts, seed).effectiveRank());
        Change logs = change(Math.log(before), Math.log(after), ratios, LEVEL);
        return new Change(before, after, Math.expm1(logs.difference()), Math.expm1(logs.low()), Math.expm1(logs.high()));
    }

    private static double rank(float[][] vectors) {
        return Math.max(1, Spread.of(vectors).effectiveRank());
    }

    /** Drawn one after the other, so that the seed decides; computed side by side. Sets of one text drawn again and again are passed over. */
    private static double[] resampled(int count, Supplier<DoubleSupplier> draw) {
        return Stream.generate(draw).limit(count).toList().parallelStream()
                .mapToDouble(DoubleSupplier::getAsDouble).filter(Double::isFinite).toArray();
    }

    private static Change change(double from, double to, double[] resampled, double level) {
        Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
        double shift = to - from - Arrays.stream(resampled).average().orElse(0);
        double tail = 50 * (1 - level);
        return new Change(from, to, to - from, shift + percentile.evaluate(resampled, tail), shift + percentile.evaluate(resampled, 100 - tail));
    }

    /** Evenly spaced, so that vectors of the same texts stay beside each other. */
    private static float[][] sample(float[][] vectors) {
        float[][] sample = new float[Math.min(SAMPLE, vectors.length)][];
        Arrays.setAll(sample, i -> vectors[(int) ((long) i * vectors.length / sample.length)]);
        return sample;
    }

    private static int[] times(int count, SplittableRandom random) {
        int[] times = new int[count];
        for (int i = 0; i < count; i++) {
            times[random.nextInt(count)]++;
        }
        return times;
    }
}
