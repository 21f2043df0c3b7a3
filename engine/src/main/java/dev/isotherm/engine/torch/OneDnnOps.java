package dev.isotherm.engine.torch;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The CPU's fast path: oneDNN's packed weights with fused GELU and residual, and attention in blocks that stay near the cache.
 * {@link TorchOps} is its readable reference.
 */
final class OneDnnOps implements Ops {

    /** Elements of the score matrices that are held at once. */
    private static final long MAX_SCORES = 1 << 21;

    /** Sizes of batches in each power of two: at most an eighth of a batch is padding. */
    private static final int SIZES_PER_OCTAVE = 8;

    private static final int SMALLEST_STEP = 16;

    private final OneDnnOperators operators = OneDnnOperators.find();
    private final TorchOps reference;
    private final Dtype dtype;

    OneDnnOps(Dtype dtype) {
        this.dtype = dtype;
        this.reference = new TorchOps(dtype);
    }

    @Override
    public String name() {
        return "onednn";
    }

    @Override
    public int paddedRows(int tokens) {
        int step = Math.max(SMALLEST_STEP, Integer.highestOneBit(tokens) / SIZES_PER_OCTAVE);
        return (tokens + step - 1) / step * step;
    }

    @Override
    public Linear linear(Tensor weight, Tensor bias) {
        Tensor packed = Tensors.kept(() -> operators.packed(weight));
        weight.close();
        return new PackedLinear(operators, packed, bias);
    }

    @Override
    public Tensor embedding(Tensor table, Tensor ids) {
        return reference.embedding(table, ids);
    }

    @Override
    public Tensor layerNorm(Tensor x, LayerNorm parameters) {
        return reference.layerNorm(x, parameters);
    }

    @Override
    public Tensor attention(Tensor qkv, int heads, List<Run> runs, float[] scales) {
        if (dtype == Dtype.FLOAT32) {
            return reference.attention(qkv, heads, runs, scales);
        }
        Tensor context = torch.zeros(new long[] {qkv.size(0), qkv.size(1) / 3}, qkv.options());
        for (Run run : runs) {
            float[] scale = Arrays.copyOfRange(scales, run.first(), run.first() + run.sequences());
            new BlockedAttention(qkv, context, heads, run, scale, MAX_SCORES).attend();
        }
        return context;
    }
}
