package dev.isotherm.engine.model;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Wanted;
import dev.isotherm.engine.torch.Ops;
import dev.isotherm.engine.torch.StagedBatch;
import dev.isotherm.engine.torch.Tensors;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** A vector of each text by pooling and the layers behind it, or of each token. */
record EmbeddingHead(SpanPooling pooling, List<VectorLayer> layers) implements Head {

    @Override
    public Optional<int[]> rows(PackedBatch batch) {
        return batch.wanted() == Wanted.TOKENS ? Optional.empty() : pooling.rows(batch);
    }

    @Override
    public Output apply(Tensor tokens, PackedBatch batch, StagedBatch staged, Ops ops) {
        if (batch.wanted() == Wanted.TOKENS) {
            return new Output.TokenVectors(Tensors.rows(tokens.narrow(0, 0, batch.tokens())), batch.cuSeqlens());
        }
        Tensor vectors = pooling.pool(tokens, batch, staged, ops);
        for (VectorLayer layer : layers) {
            vectors = layer.apply(vectors);
        }
        return new Output.Pooled(Tensors.rows(vectors));
    }
}
