package dev.isotherm.engine.model;

import dev.isotherm.engine.torch.DistanceBias;
import dev.isotherm.engine.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * A learned bias for each bucket of distances, as T5 has it (arXiv 1910.10683): half of the buckets for keys behind the query, and of
 * each half one half for single distances, the other for ever wider ranges of them.
 *
 * @param table [buckets][heads]
 * @param farthest distance from which on all lie in the last bucket
 */
record RelativeBuckets(float[][] table, int farthest) implements DistanceBias {

    static RelativeBuckets of(Tensor table, int farthest) {
        return new RelativeBuckets(Tensors.rows(table), farthest);
    }

    @Override
    public float at(int head, int distance) {
        return table[bucket(distance)][head];
    }

    int bucket(int distance) {
        int half = table.length / 2;
        int exact = half / 2;
        int far = Math.abs(distance);
        int within = far < exact ? far : Math.min(half - 1, exact + wide(far, exact, half));
        return distance > 0 ? half + within : within;
    }

    /** In float32, as the models were trained: it decides at the edges of buckets. */
    private int wide(int far, int exact, int half) {
        float logarithm = (float) Math.log((float) far / exact) / (float) Math.log((double) farthest / exact);
        return (int) (logarithm * (half - exact));
    }
}
