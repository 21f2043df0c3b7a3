package dev.isotherm.engine.torch;

import org.bytedeco.pytorch.Tensor;

/** Attention on CUDA over sequences that lie end to end. */
interface VarlenAttention {

    /** The name in logs. */
    String name();

    /**
     * {@code softmax(QKᵀ/√d)·V} within each sequence; the temperature is in the queries already.
     *
     * @param qkv [T, 3H]
     * @return [T, H]
     */
    Tensor attend(Tensor qkv, int heads, StagedBatch batch);

    /** A third of [T, 3H] as a view [T, heads, d]: 0 queries, 1 keys, 2 values. */
    static Tensor part(Tensor qkv, int index, int heads) {
        long hidden = qkv.size(1) / 3;
        return qkv.narrow(1, index * hidden, hidden).unflatten(1, heads, hidden / heads);
    }

    /** 1/√d. */
    static double headScale(Tensor qkv, int heads) {
        return 1 / Math.sqrt(qkv.size(1) / 3.0 / heads);
    }
}
