package dev.isotherm.engine.hub;

import dev.isotherm.engine.weights.Weights;
import java.util.Optional;
import java.util.function.Supplier;

/** The files of one model in Hugging Face layout, wherever they lie. */
public interface ModelFiles {

    /** The name under which the model is known, such as {@code BAAI/bge-small-en-v1.5}. */
    String id();

    /** The commit that the files are of, where they come from a repository. */
    default Optional<String> commit() {
        return Optional.empty();
    }

    /**
     * A small file of the model.
     *
     * @param name its path in the repository, such as {@code 1_Pooling/config.json}
     * @return its bytes, or empty when the model has no such file
     * @throws ModelException when it cannot be read
     */
    Optional<byte[]> read(String name);

    /**
     * Opens the weights, to be closed by the caller.
     *
     * @throws ModelException when there are none
     * @throws dev.isotherm.engine.weights.WeightsException when they cannot be used
     */
    Weights openWeights();

    /**
     * The weights, for a caller that has other things to do first: a model that is in the process already may begin to read them.
     *
     * @return gives what {@link #openWeights} gives, and throws what it throws
     */
    default Supplier<Weights> weightsAhead() {
        return this::openWeights;
    }
}
