package dev.isotherm.lab.analyze;

import dev.isotherm.engine.pooling.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The vectors of one policy by judged length bin, as they are and centred.
 *
 * @param raw of each bin [n][D], of length 1
 * @param centred the same less the common centre, of length 1 again; 0 where a vector is the centre itself
 */
record BinnedVectors(Map<Integer, float[][]> raw, Map<Integer, float[][]> centred) {

    /** Shorter differences from the centre are rounding. */
    private static final double SAME = 1e-6;

    /**
     * The centre is the mean of the bins' means, in which each judged bin weighs the same. A bin's own mean would not do: less that, the
     * mean cosine is about {@code −1/(n−1)} whatever the vectors are.
     */
    static BinnedVectors of(float[][] vectors, LengthGroups groups) {
        Map<Integer, float[][]> raw = new TreeMap<>();
        groups.judged().forEach(bin -> raw.put(bin, Arrays.stream(groups.members(bin)).mapToObj(i -> vectors[i]).toArray(float[][]::new)));
        Map<Integer, float[][]> centred = new TreeMap<>();
        if (!raw.isEmpty()) {
            double[] centre = centre(List.copyOf(raw.values()));
            raw.forEach((bin, members) -> centred.put(bin, Arrays.stream(members).map(v -> without(v, centre)).toArray(float[][]::new)));
        }
        return new BinnedVectors(raw, centred);
    }

    private static double[] centre(List<float[][]> bins) {
        double[] centre = new double[bins.get(0)[0].length];
        for (float[][] bin : bins) {
            for (float[] vector : bin) {
                for (int d = 0; d < centre.length; d++) {
                    centre[d] += vector[d] / (double) bin.length / bins.size();
                }
            }
        }
        return centre;
    }

    private static float[] without(float[] vector, double[] centre) {
        float[] difference = new float[vector.length];
        double squares = 0;
        for (int d = 0; d < difference.length; d++) {
            double component = vector[d] - centre[d];
            difference[d] = (float) component;
            squares += component * component;
        }
        return squares < SAME * SAME ? new float[vector.length] : Vectors.normalized(difference);
    }
}
