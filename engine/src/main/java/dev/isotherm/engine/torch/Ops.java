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
     * Rows that a batch is best padded to: kernels are made for each number of rows, and a few sizes do for all. The rows beyond
     * the tokens may hold anything and take no part in attention.
     *
     * @return at least {@code tokens}
     */
    int paddedRows(int tokens);

    /**
     * Readies a linear layer for use in any number of forward passes and takes its parameters over.
     *
     * @param weight [out, in]
     * @param bias [out]
     */
    Linear linear(Tensor weight, Tensor bias);

    /** A linear layer, and what often follows one: [T, in] to [T, out]. */
    interface Linear extends AutoCloseable {

        /** {@code x·Wᵀ + b}. */
        Tensor apply(Tensor x);

        /** {@code gelu(x·Wᵀ + b)} with the exact error function, as models that say "gelu" mean it: {@code gelu(x) = x·Φ(x)}. */
        Tensor gelu(Tensor x);

        /** {@code x·Wᵀ + b + residual}, where the residual is [T, out]. */
        Tensor add(Tensor x, Tensor residual);

        /** Frees the parameters. */
        @Override
        void close();
    }

    /** Rows of {@code table} [N, H] chosen by {@code ids} [T]: [T, H]. */
    Tensor embedding(Tensor table, Tensor ids);

    /** {@code LN(x)·γ + β} over the last dimension of [T, H]. */
    Tensor layerNorm(Tensor x, LayerNorm parameters);

    /** Parameters of a layer normalization: γ and β of shape [H]. */
    record LayerNorm(Tensor gamma, Tensor beta, double epsilon) {}

    /**
     * Self-attention within each sequence: {@code softmax(QKᵀ·s)·V} for every head, where s is the sequence's scale: 1/(τ√d).
     *
     * @param qkv [T, 3H]: queries, keys, values; may be overwritten
     * @param heads number of heads; the head size is H / heads
     * @param runs the sequences, in order, as runs of equal length
     * @param scales one for each sequence, in order
     * @return [T, H]; rows that are in no run hold zeros
     */
    Tensor attention(Tensor qkv, int heads, List<Run> runs, float[] scales);

    /**
     * Sequences of equal length that stand together.
     *
     * @param start their first row
     * @param first the index of the first of them in the batch
     */
    record Run(int start, int first, int sequences, int length) {

        public int rows() {
            return sequences * length;
        }

        /** All runs of a batch, in order. */
        public static List<Run> of(PackedBatch batch) {
            List<Run> runs = new ArrayList<>();
            int first = 0;
            for (int next = 1; next <= batch.sequences(); next++) {
                if (next == batch.sequences() || batch.length(next) != batch.length(first)) {
                    runs.add(new Run(batch.cuSeqlens()[first], first, next - first, batch.length(first)));
                    first = next;
                }
            }
            return runs;
        }

        /** Where the sequences of all runs begin and end: [sequences + 1]. */
        public static int[] cuSeqlens(List<Run> runs) {
            Run last = runs.get(runs.size() - 1);
            int[] cuSeqlens = new int[last.first() + last.sequences() + 1];
            for (Run run : runs) {
                for (int i = 1; i <= run.sequences(); i++) {
                    cuSeqlens[run.first() + i] = run.start() + i * run.length();
                }
            }
            return cuSeqlens;
        }
    }
}
