package dev.isotherm.engine.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The token that ends every text, in models that pool by the last one: some say {@code "add_eos_token": true} in their
 * {@code tokenizer_config.json}, which the reference library then writes into the tokenizer as it loads it.
 */
final class EndToken {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TEMPLATE = "TemplateProcessing";

    private final String token;
    private final int id;

    private EndToken(String token, int id) {
        this.token = token;
        this.id = id;
    }

    /**
     * @param tokenizer the contents of {@code tokenizer.json}
     * @return the same, or one that ends texts as the configuration asks
     * @throws ModelException when it asks for a token that the tokenizer does not have
     */
    static byte[] added(byte[] tokenizer, Optional<JsonNode> config) {
        if (config.isEmpty() || !config.get().path("add_eos_token").asBoolean(false)) {
            return tokenizer;
        }
        JsonNode eos = config.get().path("eos_token");
        String token = eos.isTextual() ? eos.asText() : eos.path("content").asText();
        try {
            JsonNode root = ModelJson.parse("tokenizer.json", tokenizer);
            int id = id(root, token).orElseThrow(() -> new ModelException(
                    "tokenizer_config.json: add_eos_token is true, but tokenizer.json has no token '%s'".formatted(token)));
            new EndToken(token, id).addTo((ObjectNode) root);
            return JSON.writeValueAsBytes(root);
        } catch (IOException e) {
            throw new IllegalStateException("JSON in memory can be written", e);
        }
    }

    private static OptionalInt id(JsonNode root, String token) {
        for (JsonNode added : root.path("added_tokens")) {
            if (added.path("content").asText().equals(token)) {
                return OptionalInt.of(added.path("id").asInt());
            }
        }
        return OptionalInt.empty();
    }

    private void addTo(ObjectNode root) {
        JsonNode present = root.path("post_processor");
        Optional<ObjectNode> template = template(present);
        if (template.isPresent()) {
            template.ifPresent(this::extend);
        } else if (present.isObject()) {
            ObjectNode sequence = JSON.createObjectNode().put("type", "Sequence");
            sequence.putArray("processors").add(present).add(fresh());
            root.set("post_processor", sequence);
        } else {
            root.set("post_processor", fresh());
        }
    }

    /** The template itself, or the one in a sequence of processors. */
    private static Optional<ObjectNode> template(JsonNode processor) {
        if (processor.path("type").asText().equals(TEMPLATE)) {
            return Optional.of((ObjectNode) processor);
        }
        for (JsonNode part : processor.path("processors")) {
            if (part.path("type").asText().equals(TEMPLATE)) {
                return Optional.of((ObjectNode) part);
            }
        }
        return Optional.empty();
    }

    private ObjectNode fresh() {
        ObjectNode template = JSON.createObjectNode().put("type", TEMPLATE);
        template.putArray("single").add(text("A", 0));
        template.putArray("pair").add(text("A", 0)).add(text("B", 1));
        extend(template);
        return template;
    }

    /** Behind each text, where it does not stand already. */
    private void extend(ObjectNode template) {
        template.set("single", ended(template.path("single")));
        template.set("pair", ended(template.path("pair")));
        ObjectNode special = JSON.createObjectNode().put("id", token);
        special.putArray("ids").add(id);
        special.putArray("tokens").add(token);
        (template.get("special_tokens") instanceof ObjectNode known ? known : template.putObject("special_tokens")).set(token, special);
    }

    private ArrayNode ended(JsonNode parts) {
        ArrayNode ended = JSON.createArrayNode();
        for (int i = 0; i < parts.size(); i++) {
            ended.add(parts.get(i));
            JsonNode sequence = parts.get(i).path("Sequence");
            boolean follows = parts.path(i + 1).path("SpecialToken").path("id").asText().equals(token);
            if (sequence.isObject() && !follows) {
                ended.addObject().putObject("SpecialToken").put("id", token).put("type_id", sequence.path("type_id").asInt());
            }
        }
        return ended;
    }

    private static ObjectNode text(String name, int type) {
        ObjectNode part = JSON.createObjectNode();
        part.putObject("Sequence").put("id", name).put("type_id", type);
        return part;
    }
}
