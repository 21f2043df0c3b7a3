package dev.isotherm.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.hub.ModelException;
import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of {@code config.json} that make a BERT, a RoBERTa or an XLM-RoBERTa.
 *
 * @param positionRows rows of the table of positions
 * @param firstPosition the row of a text's first token: RoBERTa's rows up to its padding token's id stand for no token
 * @param head what the layers of a classifier are called
 * @param labels of a classifier; 0 where vectors are wanted
 */
record BertConfig(
        int hiddenSize,
        int layers,
        int heads,
        int intermediateSize,
        int vocabularySize,
        int positionRows,
        int firstPosition,
        int types,
        double layerNormEpsilon,
        HeadNames head,
        int labels) {

    /** Names of a classifier's two linear layers. */
    record HeadNames(String dense, String out) {}

    private static final int MAX_SIZE = 1 << 20;
    private static final int MAX_LAYERS = 1024;

    /** BERT (arXiv 1810.04805): positions count from row 0. */
    static BertConfig bert(JsonNode config) {
        return read(config, 0, 1e-12, new HeadNames("pooler.dense", "classifier"));
    }

    /** RoBERTa (arXiv 1907.11692) and XLM-RoBERTa (arXiv 1911.02116): positions count from the row after the padding token's id. */
    static BertConfig roberta(JsonNode config) {
        JsonNode padding = config.path("pad_token_id");
        if (!padding.isMissingNode() && (!padding.isInt() || padding.asInt() < 0 || padding.asInt() >= MAX_SIZE)) {
            throw new ModelException("config.json: pad_token_id is %s, allowed is 0 to %d".formatted(padding, MAX_SIZE - 1));
        }
        return read(config, padding.asInt(1) + 1, 1e-5, new HeadNames("classifier.dense", "classifier.out_proj"));
    }

    /**
     * @throws ModelException when a number is missing or out of range, or an option is not supported
     */
    private static BertConfig read(JsonNode config, int firstPosition, double epsilon, HeadNames head) {
        require(config, "hidden_act", "gelu", "gelu");
        require(config, "position_embedding_type", "absolute", "absolute");
        require(config, "is_decoder", "false", "false");
        BertConfig bert = new BertConfig(
                size(config, "hidden_size"),
                size(config, "num_hidden_layers", MAX_LAYERS),
                size(config, "num_attention_heads"),
                size(config, "intermediate_size"),
                size(config, "vocab_size"),
                size(config, "max_position_embeddings"),
                firstPosition,
                size(config, "type_vocab_size"),
                config.path("layer_norm_eps").asDouble(epsilon),
                head,
                0);
        bert.requireConsistent();
        return bert;
    }

    private void requireConsistent() {
        if (hiddenSize % heads != 0) {
            throw new ModelException("config.json: hidden_size %d is no multiple of num_attention_heads %d".formatted(hiddenSize, heads));
        }
        if (positions() < 1) {
            throw new ModelException("config.json: max_position_embeddings is %d, but positions start at %d"
                    .formatted(positionRows, firstPosition));
        }
    }

    /** The same as a classifier. */
    BertConfig withLabels(int count) {
        return new BertConfig(hiddenSize, layers, heads, intermediateSize, vocabularySize, positionRows, firstPosition, types,
                layerNormEpsilon, head, count);
    }

    int headSize() {
        return hiddenSize / heads;
    }

    /** Tokens of the longest text that the model has positions for. */
    int positions() {
        return positionRows - firstPosition;
    }

    /** Every parameter, in the order that the hash of the weights is taken over. */
    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(BertEncoder.embeddingParameters(this));
        for (int layer = 0; layer < layers; layer++) {
            parameters.addAll(BertLayer.parameters(layer, this));
        }
        if (labels > 0) {
            parameters.addAll(Parameter.linear(head.dense(), hiddenSize, hiddenSize));
            parameters.addAll(Parameter.linear(head.out(), labels, hiddenSize));
        }
        return parameters;
    }

    private static void require(JsonNode config, String field, String supported, String otherwise) {
        String given = config.path(field).asText(otherwise);
        if (!given.equals(supported)) {
            throw new ModelException("config.json: %s is '%s', supported is %s".formatted(field, given, supported));
        }
    }

    private static int size(JsonNode config, String field) {
        return size(config, field, MAX_SIZE);
    }

    private static int size(JsonNode config, String field, int most) {
        JsonNode value = config.path(field);
        if (!value.isInt() || value.asInt() < 1 || value.asInt() > most) {
            throw new ModelException(
                    "config.json: %s is %s, allowed is 1 to %d".formatted(field, value.isMissingNode() ? "missing" : value, most));
        }
        return value.asInt();
    }
}
