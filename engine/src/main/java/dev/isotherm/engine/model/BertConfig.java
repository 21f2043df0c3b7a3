package dev.isotherm.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.hub.ModelException;

/** The numbers of {@code config.json} that make a BERT. */
record BertConfig(
        int hiddenSize,
        int layers,
        int heads,
        int intermediateSize,
        int vocabularySize,
        int positions,
        int types,
        double layerNormEpsilon) {

    private static final int MAX_SIZE = 1 << 20;

    /**
     * @throws ModelException when a number is missing or out of range, or an option is not supported
     */
    static BertConfig of(JsonNode config) {
        require(config, "hidden_act", "gelu", "gelu");
        require(config, "position_embedding_type", "absolute", "absolute");
        require(config, "is_decoder", "false", "false");
        BertConfig bert = new BertConfig(
                size(config, "hidden_size"),
                size(config, "num_hidden_layers"),
                size(config, "num_attention_heads"),
                size(config, "intermediate_size"),
                size(config, "vocab_size"),
                size(config, "max_position_embeddings"),
                size(config, "type_vocab_size"),
                config.path("layer_norm_eps").asDouble(1e-12));
        if (bert.hiddenSize % bert.heads != 0) {
            throw new ModelException("config.json: hidden_size %d is no multiple of num_attention_heads %d"
                    .formatted(bert.hiddenSize, bert.heads));
        }
        return bert;
    }

    int headSize() {
        return hiddenSize / heads;
    }

    private static void require(JsonNode config, String field, String supported, String otherwise) {
        String given = config.path(field).asText(otherwise);
        if (!given.equals(supported)) {
            throw new ModelException("config.json: %s is '%s', supported is %s".formatted(field, given, supported));
        }
    }

    private static int size(JsonNode config, String field) {
        JsonNode value = config.path(field);
        if (!value.isInt() || value.asInt() < 1 || value.asInt() > MAX_SIZE) {
            throw new ModelException(
                    "config.json: %s is %s, allowed is 1 to %d".formatted(field, value.isMissingNode() ? "missing" : value, MAX_SIZE));
        }
        return value.asInt();
    }
}
