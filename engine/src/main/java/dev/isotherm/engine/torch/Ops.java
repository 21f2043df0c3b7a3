package dev.isotherm.engine.torch;

import dev.isotherm.engine.batch.PackedBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

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

    /**
     * Readies a layer's self-attention and takes its parameters over.
     *
     * @param weight [3H, H]: of queries, keys, values
     * @param bias [3H]
     * @param heads number of heads; the head size is H / heads
     */
    default SelfAttention selfAttention(Tensor weight, Tensor bias, int heads) {
        return new ProjectedAttention(this, linear(weight, bias), heads);
    }

    /** Self-attention within each sequence of a batch, with its attention temperature. */
    interface Attention {

        /** [R, H] to [R, heads·d]. */
        Tensor apply(Tensor x, StagedBatch batch, int layer);

        /**
         * How evenly it looks: see {@code LayerSignal}.
         *
         * @return one number a sequence
         * @throws BackendException when the weights never exist as a whole, as in fused kernels
         */
        default double[] entropy(Tensor x, StagedBatch batch, int layer) {
            throw new BackendException("attention on this device does not show its weights, on the CPU it does");
        }
    }

    /** Attention that holds parameters. */
    interface SelfAttention extends Attention, AutoCloseable {

        /** Frees the parameters. */
        @Override
        void close();
    }

    /** Brings a batch to where this computes. */
    default StagedBatch stage(PackedBatch batch, Optional<int[]> wanted, Device device) {
        return StagedBatch.of(batch, wanted, this, device);
    }

    /** {@code LN(layer(x) + residual)}: [R, in] to [R, out]. */
    default Tensor addNorm(Linear layer, Tensor x, Tensor residual, LayerNorm norm) {
        return layerNorm(layer.add(x, residual), norm);
    }

    /** {@code LN(words[id] + types[type] + positions[position])}: [R, H]. */
    default Tensor embed(EmbeddingTables tables, StagedBatch batch, LayerNorm norm) {
        Tensor sum = embedding(tables.words(), batch.ids());
        sum.add_(embedding(tables.types(), batch.typeIds()));
        sum.add_(embedding(tables.positions(), batch.positions()));
        return layerNorm(sum, norm);
    }

    /** Tables [N, H] of what an input is made of; a text's first token has the first of the positions. */
    record EmbeddingTables(Tensor words, Tensor types, Tensor positions) {}

    /** The mean over each sequence: [R, H] to [B, H] in float32. */
    default Tensor mean(Tensor x, StagedBatch batch) {
        TensorVector means = new TensorVector();
        for (Run run : batch.runs()) {
            Tensor rows = x.narrow(0, run.start(), run.rows()).to(ScalarType.Float);
            means.push_back(rows.unflatten(0, run.sequences(), run.length()).mean(1));
        }
        return torch.cat(means, 0);
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
     * Self-attention of any kind within each sequence: {@code softmax((s·QKᵀ + bias)/τ)·V}.
     *
     * @param q [R, heads, d]
     * @param k [R, keyHeads, d], as are the values
     * @return [R, heads·d]; rows that are in no run hold zeros
     */
    default Tensor attention(Tensor q, Tensor k, Tensor v, AttentionShape shape, StagedBatch batch, int layer) {
        if (!shape.isPlain()) {
            return new MaskedAttention(shape).attend(q, k, v, batch.runs(), batch.logitScale()[layer], batch.masks());
        }
        Tensor qkv = torch.cat(new TensorVector(q.flatten(1, 2), k.flatten(1, 2), v.flatten(1, 2)), 1);
        return attention(qkv, shape.heads(), batch.runs(), batch.scales(layer, shape.logitScale()));
    }

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
