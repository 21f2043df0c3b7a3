package dev.isotherm.engine.torch;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * oneDNN's packed weights with fused GELU and residual: for matrix units and for platforms without kernels of our own.
 * {@link TorchOps} is its readable reference.
 */
final class OneDnnOps implements Ops {

    /** Sizes of batches in each power of two: at most an eighth of a batch is padding. */
    private static final int SIZES_PER_OCTAVE = 8;

    private static final int SMALLEST_STEP = 16;

    private final OneDnnOperators operators = OneDnnOperators.find();
    private final TorchOps reference = new TorchOps();
    private final Optional<KernelAttention> attention;

    /**
     * @param attention our own kernel, where there is one for the processor
     */
    OneDnnOps(Optional<KernelAttention> attention) {
        this.attention = attention;
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
        return attention.map(kernel -> kernel.attend(qkv, heads, runs, scales))
                .orElseGet(() -> reference.attention(qkv, heads, runs, scales));
    }

    @Override
    public String toString() {
        return name() + (attention.isPresent() ? " with our own attention" : "");
    }
}
