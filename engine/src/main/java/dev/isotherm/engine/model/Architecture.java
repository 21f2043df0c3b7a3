package dev.isotherm.engine.model;

import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.engine.torch.Ops;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code config.json} describes. One file a family: its numbers, its parameters by the names they are stored under, and how its
 * layers are built of shared parts. Every attention goes through {@link Ops#attention} or {@link Ops#selfAttention}, which apply the
 * attention temperature.
 */
interface Architecture {

    ModelSize size();

    /** Every parameter, in the order that the hash of the weights is taken over. */
    List<Parameter> parameters();

    /** Puts the parameters together. */
    Transformer build(ModelWeights weights, Ops ops);

    /** Where the language model's head is, of families whose sparse models are supported. */
    default Optional<VocabularyHead> vocabularyHead() {
        return Optional.empty();
    }

    /**
     * Parameters of a classifier's head.
     *
     * @throws ModelException when classifiers of the family are not supported
     */
    default List<Parameter> classifierParameters(int labels) {
        throw new ModelException("config.json: classifiers of this model_type are not supported");
    }

    /** A classifier's head, of {@link #classifierParameters those parameters}. */
    default Head classifier(ModelWeights weights) {
        throw new IllegalStateException("no classifier");
    }
}
