package dev.isotherm.engine.model;

import dev.isotherm.engine.batch.PackedBatch;
import java.util.List;

/**
 * A loaded model. On a CPU one thread at a time runs forward passes; on a GPU several may, each on a stream of its own. What comes
 * back are plain Java arrays, so that nothing beyond this interface knows of native memory.
 */
public interface Encoder extends AutoCloseable {

    /**
     * Runs one forward pass.
     *
     * @throws ForwardException when it fails; the encoder may be used again
     */
    Output encode(PackedBatch batch);

    /**
     * Looks into each layer, on a backend that shows them.
     *
     * @return one for each layer, from the first
     * @throws ForwardException when the pass fails or the backend shows nothing
     */
    default List<LayerSignal> observe(PackedBatch batch) {
        throw new ForwardException("this model's layers cannot be looked into");
    }

    /** Number of layers, the L of {@link PackedBatch#logitScale}. */
    int layers();

    /** D, the length of a pooled vector. */
    int dimensions();

    /** Token ids are below this. */
    int vocabularySize();

    /** Frees the weights. */
    @Override
    void close();
}
