package dev.isotherm.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isotherm.engine.hub.ModelException;
import java.io.IOException;
import java.util.List;

/** Tells tokenizers apart by what they do to a text; how they would cut or pad it is not used here and does not count. */
final class TokenizerIdentity {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private TokenizerIdentity() {}

    static String hash(byte[] tokenizerJson) {
        try {
            JsonNode root = JSON.readTree(tokenizerJson);
            if (root instanceof ObjectNode object) {
                object.remove(List.of("truncation", "padding"));
            }
            return EmbeddingSpace.sha256(JSON.writeValueAsBytes(root));
        } catch (IOException e) {
            throw new ModelException("tokenizer.json: is not JSON: " + e.getMessage(), e);
        }
    }
}
