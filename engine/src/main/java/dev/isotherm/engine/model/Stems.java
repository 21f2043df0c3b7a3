package dev.isotherm.engine.model;

import dev.isotherm.engine.model.Transformer.Stem;
import dev.isotherm.engine.torch.Ops.LayerNorm;
import org.bytedeco.pytorch.Tensor;

/** What ids become, where it is not BERT's sum of three tables. */
final class Stems {

    private Stems() {}

    /** Tables [N, H]; a text's first token has the first of the positions. */
    static Stem wordsAndPositions(Tensor words, Tensor positions, LayerNorm norm) {
        return (batch, ops) -> ops.layerNorm(ops.embedding(words, batch.ids()).add_(ops.embedding(positions, batch.positions())), norm);
    }

    static Stem words(Tensor words, Norm norm) {
        return (batch, ops) -> norm.apply(ops.embedding(words, batch.ids()), ops);
    }

    static Stem wordsAndTypes(Tensor words, Tensor types, LayerNorm norm) {
        return (batch, ops) -> ops.layerNorm(ops.embedding(words, batch.ids()).add_(ops.embedding(types, batch.typeIds())), norm);
    }
}
