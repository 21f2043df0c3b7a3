package dev.isotherm.engine.model;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Wanted;
import dev.isotherm.engine.pooling.SparsePooling;
import dev.isotherm.engine.torch.Ops;
import dev.isotherm.engine.torch.Ops.LayerNorm;
import dev.isotherm.engine.torch.Ops.Linear;
import dev.isotherm.engine.torch.Ops.Run;
import dev.isotherm.engine.torch.StagedBatch;
import dev.isotherm.engine.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A number for each word of the vocabulary from each text: SPLADE.
 *
 * @param dense [H] to [H]
 * @param words [H] to [vocabulary]
 */
record SparseHead(Linear dense, Activation activation, LayerNorm norm, Linear words, SparsePooling pooling) implements Head {

    /** Logits of so many rows are held at once: with 30,000 words they are as large as all else together. */
    private static final int ROWS = 256;

    static SparseHead of(VocabularyHead names, SparsePooling pooling, ModelWeights weights) {
        return new SparseHead(weights.linear(names.dense()), names.activation(), weights.norm(names.norm(), names.epsilon()),
                weights.tied(names.words(), names.bias()), pooling);
    }

    @Override
    public Optional<int[]> rows(PackedBatch batch) {
        return Optional.empty();
    }

    @Override
    public Output apply(Tensor tokens, PackedBatch batch, StagedBatch staged, Ops ops) {
        if (batch.wanted() == Wanted.TOKENS) {
            throw new ForwardException("the model yields sparse vectors of texts, and none of tokens");
        }
        Tensor transformed = ops.layerNorm(activation.apply(dense, tokens), norm);
        List<float[]> vectors = new ArrayList<>();
        for (Run run : staged.runs()) {
            int together = Math.max(1, ROWS / run.length());
            for (int first = 0; first < run.sequences(); first += together) {
                try (PointerScope scope = new PointerScope()) {
                    int count = Math.min(together, run.sequences() - first);
                    Tensor rows = transformed.narrow(0, run.start() + (long) first * run.length(), (long) count * run.length());
                    vectors.addAll(List.of(Tensors.rows(pooled(rows, run.length()))));
                }
            }
        }
        return new Output.Pooled(vectors.toArray(float[][]::new));
    }

    /** [n·length, H] to [n, vocabulary]. The logarithm grows with its argument, so the largest token is found before it is taken. */
    private Tensor pooled(Tensor rows, int length) {
        Tensor logits = words.apply(rows).to(ScalarType.Float).unflatten(0, -1, length);
        return pooling.sum() ? weight(logits).sum(1) : weight(logits.amax(new long[] {1}, false));
    }

    private Tensor weight(Tensor logits) {
        Tensor once = torch.log1p(torch.relu(logits));
        return pooling.twice() ? torch.log1p(once) : once;
    }
}
