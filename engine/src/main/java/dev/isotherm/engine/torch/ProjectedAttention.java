package dev.isotherm.engine.torch;

import dev.isotherm.engine.torch.Ops.Linear;
import dev.isotherm.engine.torch.Ops.SelfAttention;
import org.bytedeco.pytorch.Tensor;

/** Self-attention as a linear layer and what follows it, each by itself. */
record ProjectedAttention(Ops ops, Linear projection, int heads) implements SelfAttention {

    @Override
    public Tensor apply(Tensor x, StagedBatch batch, int layer) {
        Tensor qkv = projection.apply(x);
        double logitScale = 1 / Math.sqrt(qkv.size(1) / 3 / heads);
        return ops.attention(qkv, heads, batch.runs(), batch.scales(layer, logitScale));
    }

    @Override
    public double[] entropy(Tensor x, StagedBatch batch, int layer) {
        Tensor qkv = projection.apply(x);
        AttentionShape shape = AttentionShape.of(heads, (int) qkv.size(1) / 3 / heads);
        Tensor parts = qkv.unflatten(1, 3, heads, shape.headSize());
        return AttentionEntropy.of(parts.select(1, 0), parts.select(1, 1), shape, batch.runs(), batch.logitScale()[layer]);
    }

    @Override
    public void close() {
        projection.close();
    }
}
