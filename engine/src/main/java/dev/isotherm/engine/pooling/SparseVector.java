package dev.isotherm.engine.pooling;

import java.util.stream.IntStream;

/**
 * A vector with a number for each word of a vocabulary, of which most are 0, without those that are.
 *
 * @param indices ids of words, ascending
 * @param values one for each of them, greater than 0
 */
public record SparseVector(int[] indices, float[] values) {

    /** What is greater than 0 in one with all of its numbers. */
    public static SparseVector of(float[] whole) {
        int[] indices = IntStream.range(0, whole.length).filter(i -> whole[i] > 0).toArray();
        float[] values = new float[indices.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = whole[indices[i]];
        }
        return new SparseVector(indices, values);
    }
}
