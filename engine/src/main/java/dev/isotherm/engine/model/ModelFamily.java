package dev.isotherm.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.Dtype;
import dev.isotherm.engine.weights.Weights;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The architectures that can be run, by {@code model_type}. Each applies the attention temperature in every layer. */
public enum ModelFamily {
    BERT("bert", "bert.", BertConfig::bert),
    ROBERTA("roberta", "roberta.", BertConfig::roberta),
    XLM_ROBERTA("xlm-roberta", "roberta.", BertConfig::roberta);

    private final String modelType;
    private final String prefix;
    private final Function<JsonNode, BertConfig> reader;

    /**
     * @param prefix what stands before the names of weights that were saved together with a head
     */
    ModelFamily(String modelType, String prefix, Function<JsonNode, BertConfig> reader) {
        this.modelType = modelType;
        this.prefix = prefix;
        this.reader = reader;
    }

    /**
     * Checks a configuration and tells how many tokens its positions reach.
     *
     * @param config {@code config.json}
     * @throws ModelException when the family is unknown or the configuration asks for something unsupported
     */
    public static int positions(JsonNode config) {
        return config(config).positions();
    }

    /** D, the length of a pooled vector. */
    public static int dimensions(ModelDescription model) {
        return config(model).hiddenSize();
    }

    /** What a model takes in that number format, for batches of that many tokens; nothing of it is read. */
    public static ModelMemory memory(ModelDescription model, Dtype dtype, int batchTokens) {
        BertConfig config = config(model);
        long rowElements = 6L * config.hiddenSize() + 2L * config.intermediateSize();
        return ModelMemory.of(config.parameters(), dtype, Math.max(batchTokens, model.maxInputTokens()), rowElements);
    }

    /**
     * Copies the weights to the backend's device; they may be closed afterwards.
     *
     * @throws dev.isotherm.engine.weights.WeightsException when a weight is missing or has another shape
     */
    public static LoadedEncoder load(ModelDescription model, Weights weights, Backend backend) {
        return BertEncoder.load(config(model), stored(model, weights), model.pooling(), backend);
    }

    /**
     * The identity of a model's weights without a model: see {@link LoadedEncoder#weightsHash}. LibTorch must be loaded.
     *
     * @throws dev.isotherm.engine.weights.WeightsException when a weight is missing or has another shape
     */
    public static String weightsHash(ModelDescription model, Weights weights) {
        return stored(model, weights).read((parameter, piece, offset) -> { });
    }

    private static StoredParameters stored(ModelDescription model, Weights weights) {
        return new StoredParameters(config(model).parameters(), weights, of(model.config()).prefix);
    }

    private static BertConfig config(ModelDescription model) {
        return config(model.config()).withLabels(model.labels().size());
    }

    private static BertConfig config(JsonNode config) {
        return of(config).reader.apply(config);
    }

    private static ModelFamily of(JsonNode config) {
        String modelType = config.path("model_type").asText("");
        return Arrays.stream(values())
                .filter(family -> family.modelType.equals(modelType))
                .findFirst()
                .orElseThrow(() -> new ModelException("config.json: model_type '%s' is not supported; supported: %s"
                        .formatted(modelType, supported())));
    }

    private static String supported() {
        return Arrays.stream(values()).map(family -> family.modelType).collect(Collectors.joining(", "));
    }
}
