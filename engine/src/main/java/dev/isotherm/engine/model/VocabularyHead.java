package dev.isotherm.engine.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where a family keeps its language model's head: a layer, its activation, a normalization, and a product with the table of words.
 *
 * @param words the table
 * @param dense the layer, [H] to [H]
 * @param denseBias whether it has a bias
 * @param norm the normalization
 * @param normBias whether it has one
 * @param bias [vocabulary], what is added to logits
 */
record VocabularyHead(String words, String dense, boolean denseBias, String norm, boolean normBias, String bias, Activation activation, double epsilon) {

    List<Parameter> parameters(ModelSize size) {
        return Stream.of(
                Parameter.linear(dense, size.hidden(), size.hidden(), denseBias),
                Stream.of(Parameter.of(norm + ".weight", size.hidden())),
                normBias ? Stream.of(Parameter.of(norm + ".bias", size.hidden())) : Stream.<Parameter>empty(),
                Stream.of(Parameter.of(bias, size.vocabulary()))).flatMap(parameters -> parameters).toList();
    }
}
