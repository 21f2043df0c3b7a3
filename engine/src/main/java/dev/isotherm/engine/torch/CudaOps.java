package dev.isotherm.engine.torch;

import dev.isotherm.engine.batch.PackedBatch;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * CUDA: LibTorch's products, its attention over cu_seqlens, and our own kernels for what lies between. Nothing is padded, and the
 * host waits for the device only where it reads the vectors. {@link TorchOps} is the readable reference. Not yet run on a GPU.
 */
final class CudaOps implements Ops {

    private final TorchOps reference = new TorchOps();
    private final FusedOps fused;
    private final IntFunction<VarlenAttention> attentionOf;

    /**
     * @param attentionOf the attention for a head size
     */
    CudaOps(FusedOps fused, IntFunction<VarlenAttention> attentionOf) {
        this.fused = fused;
        this.attentionOf = attentionOf;
    }

    /** What runs between products and attention. */
    FusedOps fused() {
        return fused;
    }

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public String toString() {
        return "%s (%s)".formatted(name(), fused.name());
    }

    @Override
    public int paddedRows(int tokens) {
        return tokens;
    }

    @Override
    public StagedBatch stage(PackedBatch batch, Optional<int[]> wanted, Device device) {
        return CudaStaging.stage(batch, wanted, device);
    }

    @Override
    public Linear linear(Tensor weight, Tensor bias) {
        return new CudaLinear(weight, bias, fused);
    }

    @Override
    public SelfAttention selfAttention(Tensor weight, Tensor bias, int heads) {
        int headSize = (int) bias.size(0) / 3 / heads;
        return new CudaSelfAttention(weight, bias, heads, fused, attentionOf.apply(headSize));
    }

    @Override
    public Tensor addNorm(Linear layer, Tensor x, Tensor residual, LayerNorm norm) {
        return fused.residualLayerNorm(layer.apply(x), residual, norm);
    }

    @Override
    public Tensor embed(EmbeddingTables tables, StagedBatch batch, LayerNorm norm) {
        return fused.embeddingLayerNorm(tables, batch, norm);
    }

    @Override
    public Tensor mean(Tensor x, StagedBatch batch) {
        return fused.mean(x, batch);
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
        return reference.attention(qkv, heads, runs, scales);
    }

    private record CudaSelfAttention(Tensor weight, Tensor bias, int heads, FusedOps fused, VarlenAttention attention)
            implements SelfAttention {

        @Override
        public Tensor apply(Tensor x, StagedBatch batch, int layer) {
            Tensor qkv = product(x, weight);
            fused.qkvBiasTemperature(qkv, bias, batch.onDevice().layers().get(layer));
            return attention.attend(qkv, heads, batch);
        }

        @Override
        public void close() {
            weight.close();
            bias.close();
        }
    }

    private record CudaLinear(Tensor weight, Tensor bias, FusedOps fused) implements Linear {

        /** cuBLASLt adds the bias in the product's epilogue. */
        @Override
        public Tensor apply(Tensor x) {
            return torch.linear(x, weight, new TensorOptional(bias));
        }

        /** Its epilogue's GELU would be the one with tanh. */
        @Override
        public Tensor gelu(Tensor x) {
            return fused.biasGelu(product(x, weight), bias);
        }

        @Override
        public Tensor add(Tensor x, Tensor residual) {
            return apply(x).add_(residual);
        }

        @Override
        public void close() {
            weight.close();
            bias.close();
        }
    }

    /** {@code x·Wᵀ}. */
    private static Tensor product(Tensor x, Tensor weight) {
        return x.mm(weight.t());
    }
}
