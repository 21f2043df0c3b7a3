package dev.isotherm.lab.analyze;

import dev.isotherm.lab.measure.Spread;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Measures that depend on how many vectors there are, of equally many in each bin: the mean over draws without replacement.
 *
 * @param texts in each draw
 * @param distanceToCentre mean Euclidean distance to the draw's own mean; 0 to 1. Of vectors of length 1 its mean square is
 *     {@code (1 − 1/n)(1 − mean cosine)}: the raw cosine over again, and no second witness beside it
 * @param effectiveRank over how many directions the vectors are spread, see {@link Spread}; at most {@code texts − 1}
 * @param uniformity see {@link Spread}; −8 to 0, the lower the better spread
 */
record EqualSpread(int texts, double distanceToCentre, double effectiveRank, double uniformity) {

    /** More vectors tell ranks apart no better, and the time to find one grows with their cube. */
    static final int MOST = 100;

    private static final int DRAWS = 10;

    /**
     * @param vectors [n][D] of length 1, n ≥ texts
     */
    static EqualSpread of(float[][] vectors, int texts, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int draws = vectors.length == texts ? 1 : DRAWS;
        List<float[][]> drawn = IntStream.range(0, draws).mapToObj(draw -> drawn(vectors, texts, random)).toList();
        List<Spread> spreads = drawn.parallelStream().map(Spread::of).toList();
        return new EqualSpread(
                texts,
                spreads.stream().mapToDouble(Spread::distanceToCentre).average().orElseThrow(),
                spreads.stream().mapToDouble(Spread::effectiveRank).average().orElseThrow(),
                spreads.stream().mapToDouble(Spread::uniformity).average().orElseThrow());
    }

    /** Without replacement. */
    static float[][] drawn(float[][] vectors, int count, SplittableRandom random) {
        float[][] drawn = vectors.clone();
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i, drawn.length);
            float[] first = drawn[i];
            drawn[i] = drawn[other];
            drawn[other] = first;
        }
        return Arrays.copyOf(drawn, count);
    }
}
