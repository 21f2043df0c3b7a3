package dev.isotherm.engine.model;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Wanted;
import dev.isotherm.engine.torch.Ops;
import dev.isotherm.engine.torch.Ops.Linear;
import dev.isotherm.engine.torch.StagedBatch;
import dev.isotherm.engine.torch.Tensors;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Logits from each text's first token: {@code out(tanh(dense(x)))}, as BERT's pooler and classifier and RoBERTa's classification head
 * have it.
 *
 * @param dense [H] to [H]
 * @param out [H] to [labels]
 */
record ClassifierHead(Linear dense, Linear out) implements Head {

    @Override
    public Optional<int[]> rows(PackedBatch batch) {
        return Optional.of(Arrays.copyOf(batch.cuSeqlens(), batch.sequences()));
    }

    @Override
    public Output apply(Tensor tokens, PackedBatch batch, StagedBatch staged, Ops ops) {
        if (batch.wanted() == Wanted.TOKENS) {
            throw new ForwardException("the model is a classifier, which yields no vectors of tokens");
        }
        return new Output.Scores(Tensors.rows(out.apply(dense.apply(tokens).tanh()).narrow(0, 0, batch.sequences())));
    }
}
