package dev.isotherm.engine.weights;

import java.util.Set;
import java.util.stream.Collectors;

/** The weights of a module that lies in a folder beside the model; names begin with {@code folder/}. */
public record FolderWeights(String folder, Weights weights) implements Weights {

    @Override
    public Set<String> names() {
        return weights.names().stream().map(name -> folder + "/" + name).collect(Collectors.toSet());
    }

    @Override
    public StoredTensor tensor(String name) {
        return weights.tensor(name.substring(folder.length() + 1));
    }

    @Override
    public void close() {
        weights.close();
    }
}
