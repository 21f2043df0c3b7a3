package dev.isotherm.bench;

import java.util.List;
import java.util.stream.IntStream;

/** Agreement of vectors. */
public final class Cosine {

    private Cosine() {}

    /** The smallest cosine between vectors of the same text. */
    static double smallest(List<float[]> some, List<float[]> others) {
        return IntStream.range(0, some.size()).mapToDouble(i -> of(some.get(i), others.get(i))).min().orElseThrow();
    }

    public static double of(float[] a, float[] b) {
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }

    private static double dot(float[] a, float[] b) {
        double dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
        }
        return dot;
    }
}
