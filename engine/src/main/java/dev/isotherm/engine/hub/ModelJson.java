package dev.isotherm.engine.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/** Reads a model's JSON files. */
final class ModelJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ModelJson() {}

    static Optional<JsonNode> read(ModelFiles files, String name) {
        return files.read(name).map(bytes -> parse(name, bytes));
    }

    static JsonNode parse(String name, byte[] bytes) {
        try {
            JsonNode node = JSON.readTree(bytes);
            if (node == null || node.isMissingNode() || node.isNull()) {
                throw new ModelException(name + ": is empty");
            }
            return node;
        } catch (IOException e) {
            throw new ModelException("%s: is not JSON: %s".formatted(name, e.getMessage()), e);
        }
    }
}
