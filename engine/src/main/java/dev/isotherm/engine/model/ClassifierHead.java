package dev.isotherm.engine.model;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Wanted;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.pooling.PoolingModes;
import dev.isotherm.engine.torch.Ops;
import dev.isotherm.engine.torch.Ops.Linear;
import dev.isotherm.engine.torch.StagedBatch;
import dev.isotherm.engine.torch.Tensors;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * Logits from each text's pooled row.
 *
 * @param before what stands between pooling and the last layer: [B, H] to [B, H]
 * @param out [H] to [labels]
 */
record ClassifierHead(SpanPooling pooling, Norm before, Linear out) implements Head {

    /** {@code out(before(x))} of the first token, as BERT's pooler and classifier and RoBERTa's classification head have it. */
    static ClassifierHead ofFirstToken(UnaryOperator<Tensor> before, Linear out) {
        return new ClassifierHead(new SpanPooling(PoolingModes.of(Pooling.CLS)), (x, ops) -> before.apply(x), out);
    }

    @Override
    public Optional<int[]> rows(PackedBatch batch) {
        return batch.wanted() == Wanted.TOKENS ? Optional.empty() : pooling.rows(batch);
    }

    @Override
    public Output apply(Tensor tokens, PackedBatch batch, StagedBatch staged, Ops ops) {
        if (batch.wanted() == Wanted.TOKENS) {
            throw new ForwardException("the model is a classifier, which yields no vectors of tokens");
        }
        Tensor pooled = pooling.pool(tokens, batch, staged, ops).to(tokens.scalar_type());
        return new Output.Scores(Tensors.rows(out.apply(before.apply(pooled, ops))));
    }
}
