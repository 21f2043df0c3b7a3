package dev.isotherm.engine.torch;

import dev.isotherm.engine.torch.Ops.Linear;
import dev.isotherm.engine.torch.Ops.SelfAttention;
import org.bytedeco.pytorch.Tensor;

/** Self-attention as a linear layer and what follows it, each by itself. */
record ProjectedAttention(Ops ops, Linear projection, int heads) implements SelfAttention {

    @Override
    public Tensor apply(Tensor x, StagedBatch batch, int layer) {
        Tensor qkv = projection.apply(x);
        return ops.attention(qkv, heads, batch.runs(), batch.scales(layer, qkv.size(1) / 3 / heads));
    }

    @Override
    public double[] entropy(Tensor x, StagedBatch batch, int layer) {
        Tensor qkv = projection.apply(x);
        return AttentionEntropy.of(qkv, heads, batch.runs(), batch.scales(layer, qkv.size(1) / 3 / heads));
    }

    @Override
    public void close() {
        projection.close();
    }
}
