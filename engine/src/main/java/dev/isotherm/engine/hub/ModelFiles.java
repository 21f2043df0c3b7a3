package dev.isotherm.engine.hub;

import dev.isotherm.engine.weights.FolderWeights;
import dev.isotherm.engine.weights.ShardedWeights;
import dev.isotherm.engine.weights.Weights;
import java.util.ArrayList;
import java.util.List;
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
     * Opens the weights of a module that has a folder of its own, under names without it.
     *
     * @throws ModelException when there are none
     */
    default Weights openFolder(String folder) {
        throw new ModelException("model %s has no weights in %s".formatted(id(), folder));
    }

    /**
     * The model's weights and those of its modules behind pooling, to be closed by the caller.
     *
     * @param model its own weights, taken over: closed when this fails
     */
    default Weights withModules(Weights model, List<VectorModule> modules) {
        List<Weights> all = new ArrayList<>(List.of(model));
        try {
            modules.forEach(module -> all.add(new FolderWeights(module.path(), openFolder(module.path()))));
            return all.size() == 1 ? model : new ShardedWeights(all);
        } catch (RuntimeException e) {
            all.forEach(Weights::close);
            throw e;
        }
    }

    /**
     * The weights, for a caller that has other things to do first: a model that is in the process already may begin to read them.
     *
     * @return gives what {@link #openWeights} gives, and throws what it throws
     */
    default Supplier<Weights> weightsAhead() {
        return this::openWeights;
    }
}
