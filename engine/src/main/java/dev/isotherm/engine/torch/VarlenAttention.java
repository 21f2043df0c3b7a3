package dev.isotherm.engine.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Attention on CUDA over sequences that lie end to end. */
interface VarlenAttention {

    /** 16 bytes in half precision, as the kernels load them. */
    int HEAD_STEP = 8;

    /** The name in logs. */
    String name();

    /**
     * {@code softmax(QKᵀ/√d)·V} within each sequence; the temperature is in the queries already.
     *
     * @param qkv [T, 3H]
     * @return [T, H]
     */
    Tensor attend(Tensor qkv, int heads, StagedBatch batch);

    /**
     * A third of [T, 3H] as [T, heads, d']: 0 queries, 1 keys, 2 values. The kernels take heads that are multiples of 8; where d is
     * none, zeros follow it, which change no product. Otherwise it is a view.
     */
    static Tensor part(Tensor qkv, int index, int heads) {
        long hidden = qkv.size(1) / 3;
        Tensor part = qkv.narrow(1, index * hidden, hidden).unflatten(1, heads, hidden / heads);
        long zeros = -(hidden / heads) & (HEAD_STEP - 1);
        return zeros == 0 ? part : torch.constant_pad_nd(part, 0, zeros);
    }

    /** Every head's context [T, heads, d'] side by side, without what was added: [T, H]. */
    static Tensor joined(Tensor context, Tensor qkv, int heads) {
        return context.narrow(2, 0, qkv.size(1) / 3 / heads).flatten(1, 2);
    }

    /** 1/√d, whatever the heads are filled up to. */
    static double headScale(Tensor qkv, int heads) {
        return 1 / Math.sqrt(qkv.size(1) / 3.0 / heads);
    }
}
