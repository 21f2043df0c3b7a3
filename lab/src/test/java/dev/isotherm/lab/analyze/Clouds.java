package dev.isotherm.lab.analyze;

import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.lab.measure.LengthBins;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/** Vectors made by hand: two length bins, the first short. */
final class Clouds {

    static final int DIMENSIONS = 64;

    private Clouds() {}

    /**
     * Vectors of length 1 with noise in some directions and a common part.
     *
     * @param common how much of the first direction each has
     * @param own how much of the second
     * @param directions the noise of length about 1 is in so many directions, from the third
     */
    static float[][] cloud(int count, double common, double own, int directions, long seed) {
        Random random = new Random(seed);
        float[][] vectors = new float[count][];
        Arrays.setAll(vectors, i -> {
            float[] vector = new float[DIMENSIONS];
            vector[0] = (float) common;
            vector[1] = (float) own;
            for (int d = 2; d < 2 + directions; d++) {
                vector[d] = (float) (random.nextGaussian() / Math.sqrt(directions));
            }
            return Vectors.normalized(vector);
        });
        return vectors;
    }

    static LengthGroups groups(int shortTexts, int longTexts) {
        int[] tokens = new int[shortTexts + longTexts];
        Arrays.setAll(tokens, i -> i < shortTexts ? 10 : 300);
        return new LengthGroups(LengthBins.STANDARD, tokens, 512);
    }

    static Trend trend(float[][] shortOnes, float[][] longOnes) {
        LengthGroups groups = groups(shortOnes.length, longOnes.length);
        return Trend.of(BinnedVectors.of(both(shortOnes, longOnes), groups), groups, 1);
    }

    static float[][] both(float[][] shortOnes, float[][] longOnes) {
        return Stream.of(shortOnes, longOnes).flatMap(Arrays::stream).toArray(float[][]::new);
    }
}
