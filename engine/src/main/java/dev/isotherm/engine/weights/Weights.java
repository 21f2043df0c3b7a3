package dev.isotherm.engine.weights;

import java.util.Set;

/** The named tensors of a model, under the names of the reference library's state dictionary. */
public interface Weights extends AutoCloseable {

    Set<String> names();

    /**
     * @throws WeightsException when there is no such tensor or it cannot be read
     */
    StoredTensor tensor(String name);

    @Override
    void close();
}
