package dev.isotherm.engine.hub;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Finds a model by what a user calls it. */
public final class Models {

    private Models() {}

    /**
     * @param modelId a bundled model's id or the path of a directory in Hugging Face layout
     * @throws ModelException when it is neither
     */
    public static ModelFiles locate(String modelId) {
        return BundledModel.of(modelId).map(ModelFiles.class::cast).orElseGet(() -> directory(modelId));
    }

    private static ModelFiles directory(String modelId) {
        try {
            Path directory = Path.of(modelId);
            if (Files.isDirectory(directory)) {
                return new ModelDirectory(directory);
            }
        } catch (InvalidPathException e) {
            throw unknown(modelId);
        }
        throw unknown(modelId);
    }

    private static ModelException unknown(String modelId) {
        return new ModelException("model '%s' is neither a directory nor one of the bundled models: %s"
                .formatted(modelId, BundledModel.available()));
    }
}
