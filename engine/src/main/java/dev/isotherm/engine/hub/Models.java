package dev.isotherm.engine.hub;

import dev.isotherm.engine.hub.client.RepositoryId;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds a model by what a user calls it. */
public final class Models {

    private Models() {}

    /**
     * Looks for a directory, then among the bundled models, then in the hub's cache and at the hub itself. Where a revision is
     * named, only a repository is meant.
     *
     * @throws ModelException when the name can be none of these
     * @throws dev.isotherm.engine.hub.client.HubException when the hub does not have it or cannot be asked
     */
    public static ModelFiles locate(ModelReference reference, Hub hub) {
        if (reference.revision().isPresent()) {
            return hub.model(repository(reference.id()), reference.revision());
        }
        return directory(reference.id())
                .or(() -> BundledModel.of(reference.id()).filter(BundledModel::isPresent).map(ModelFiles.class::cast))
                .orElseGet(() -> hub.model(repository(reference.id()), Optional.empty()));
    }

    /**
     * @throws ModelException when the text cannot be a repository's name
     */
    public static RepositoryId repository(String modelId) {
        return RepositoryId.of(modelId).orElseThrow(() -> new ModelException(
                "model '%s' is neither a directory, nor bundled (%s), nor a name like organization/model"
                        .formatted(modelId, BundledModel.available())));
    }

    private static Optional<ModelFiles> directory(String modelId) {
        try {
            Path directory = Path.of(modelId);
            return Files.isDirectory(directory) ? Optional.of(new ModelDirectory(directory)) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
