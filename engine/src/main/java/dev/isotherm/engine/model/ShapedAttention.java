package dev.isotherm.engine.model;

import dev.isotherm.engine.model.QueriesKeysValues.Projected;
import dev.isotherm.engine.torch.AttentionShape;
import dev.isotherm.engine.torch.Ops;
import dev.isotherm.engine.torch.Ops.Attention;
import dev.isotherm.engine.torch.StagedBatch;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Attention put together of what families differ in.
 *
 * @param queryNorm over each head of the queries, or none
 * @param keyNorm over each head of the keys, or none
 */
record ShapedAttention(
        QueriesKeysValues projection, Norm queryNorm, Norm keyNorm, Optional<Rotary> rotary, AttentionShape shape, Ops ops) implements Attention {

    static ShapedAttention of(QueriesKeysValues projection, AttentionShape shape, Ops ops) {
        return new ShapedAttention(projection, Norm.NONE, Norm.NONE, Optional.empty(), shape, ops);
    }

    static ShapedAttention of(QueriesKeysValues projection, Rotary rotary, AttentionShape shape, Ops ops) {
        return new ShapedAttention(projection, Norm.NONE, Norm.NONE, Optional.of(rotary), shape, ops);
    }

    @Override
    public Tensor apply(Tensor x, StagedBatch batch, int layer) {
        Projected projected = projected(x, batch);
        return ops.attention(projected.q(), projected.k(), projected.v(), shape, batch, layer);
    }

    @Override
    public double[] entropy(Tensor x, StagedBatch batch, int layer) {
        Projected projected = projected(x, batch);
        return shape.entropy(projected.q(), projected.k(), batch, layer);
    }

    private Projected projected(Tensor x, StagedBatch batch) {
        Projected plain = projection.apply(x, shape);
        Tensor q = queryNorm.apply(plain.q(), ops);
        Tensor k = keyNorm.apply(plain.k(), ops);
        return rotary.map(turning -> turning.turns(batch))
                .map(turns -> new Projected(turns.apply(q), turns.apply(k), plain.v()))
                .orElseGet(() -> new Projected(q, k, plain.v()));
    }
}
