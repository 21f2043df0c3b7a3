package dev.isotherm.engine.torch;

import dev.isotherm.engine.batch.PackedBatch;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The operations of a forward pass over a packed batch: T tokens without padding, hidden size H. Implementations differ in
 * speed, not in result.
 */
public interface Ops {

    /** The name in logs and answers. */
    String name();

    /**
     * Readies a linear layer for use in any number of forward passes.
     *
     * @param weight [out, in]
     * @param bias [out]
     */
    Linear linear(Tensor weight, Tensor bias);

    /** {@code x·Wᵀ + b}: [T, in] to [T, out]. */
    interface Linear {
        Tensor apply(Tensor x);
    }

    /** Rows of {@code table} [N, H] chosen by {@code ids} [T]: [T, H]. */
    Tensor embedding(Tensor table, Tensor ids);

    /** {@code LN(x)·γ + β} over the last dimension of [T, H]. */
    Tensor layerNorm(Tensor x, LayerNorm parameters);

    /** Parameters of a layer normalization: γ and β of shape [H]. */
    record LayerNorm(Tensor gamma, Tensor beta, double epsilon) {}

    /** {@code x·Φ(x)} with the exact error function, as models that say "gelu" mean it. */
    Tensor gelu(Tensor x);

    /**
     * Self-attention within each sequence: {@code softmax(QKᵀ·s)·V} for every head, where s is the row's scale: 1/(τ√d).
     *
     * @param qkv [T, 3H]: queries, keys, values
     * @param heads number of heads; the head size is H / heads
     * @param runs the sequences, in order, as runs of equal length
     * @param rowScale [T, 1] in float32
     * @return [T, H]
     */
    Tensor attention(Tensor qkv, int heads, List<Run> runs, Tensor rowScale);

    /** {@code sequences} sequences of {@code length} tokens each that stand together from row {@code start} on. */
    record Run(int start, int sequences, int length) {

        public int rows() {
            return sequences * length;
        }

        /** All runs of a batch, in order. */
        public static List<Run> of(PackedBatch batch) {
            List<Run> runs = new ArrayList<>();
            int first = 0;
            for (int next = 1; next <= batch.sequences(); next++) {
                if (next == batch.sequences() || batch.length(next) != batch.length(first)) {
                    runs.add(new Run(batch.cuSeqlens()[first], next - first, batch.length(first)));
                    first = next;
                }
            }
            return runs;
        }
    }
}
