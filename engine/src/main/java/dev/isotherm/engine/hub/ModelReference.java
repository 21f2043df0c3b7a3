package dev.isotherm.engine.hub;

import java.util.Optional;

/**
 * What a user says to name a model.
 *
 * @param id a bundled model's id, a directory in Hugging Face layout, or the name of a repository at a hub
 * @param revision branch, tag or commit of the repository; a bundled model or a directory has none
 */
public record ModelReference(String id, Optional<String> revision) {

    /** A model in its current revision. */
    public static ModelReference of(String id) {
        return new ModelReference(id, Optional.empty());
    }
}
