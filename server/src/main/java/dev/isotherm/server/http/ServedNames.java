package dev.isotherm.server.http;

import dev.isotherm.server.service.RequestException;
import dev.isotherm.server.service.RequestException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names by which clients may ask for the model.
 *
 * @param modelId its own name, always accepted
 * @param others further names; {@code *} accepts every name
 */
record ServedNames(String modelId, List<String> others) {

    /**
     * @return the name to answer with
     * @throws RequestException when the client asks for another model
     */
    String resolve(Optional<String> asked) {
        String name = asked.orElse(primary());
        if (!name.equals(modelId) && !others.contains(name) && !others.contains("*")) {
            throw new RequestException(Kind.UNKNOWN_MODEL, "model", "model is '%s', served is %s".formatted(name, primary()));
        }
        return name;
    }

    /** All names that can be listed. */
    List<String> all() {
        return Stream.concat(others.stream().filter(name -> !name.equals("*")), Stream.of(modelId)).distinct().toList();
    }

    /** Who published the model, as its name says. */
    String owner() {
        return modelId.contains("/") ? modelId.substring(0, modelId.indexOf('/')) : "isotherm";
    }

    /** The name the server gives the model when asked. */
    String primary() {
        return others.stream().filter(name -> !name.equals("*")).findFirst().orElse(modelId);
    }
}
