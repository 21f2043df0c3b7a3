package dev.isotherm.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.Dtype;
import dev.isotherm.engine.weights.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The architectures that can be run, by {@code model_type}. Each applies the attention temperature in every layer. */
public enum ModelFamily {
    BERT("bert", "bert.", Bert::bert),
    ROBERTA("roberta", "roberta.", Bert::roberta),
    XLM_ROBERTA("xlm-roberta", "roberta.", Bert::roberta),
    CAMEMBERT("camembert", "roberta.", Bert::roberta),
    DISTILBERT("distilbert", "distilbert.", DistilBert::read),
    MPNET("mpnet", "mpnet.", Mpnet::read),
    T5("t5", "", T5Encoder::read),
    MODERNBERT("modernbert", "model.", ModernBert::read),
    NOMIC_BERT("nomic_bert", "bert.", NomicBert::read),
    NEW("new", "new.", Gte::read),
    GTE("gte", "", Gte::read),
    LLAMA("llama", "model.", CausalDecoder::llama),
    MISTRAL("mistral", "model.", CausalDecoder::mistral),
    QWEN2("qwen2", "model.", CausalDecoder::qwen2),
    QWEN3("qwen3", "model.", CausalDecoder::qwen3);

    private final String modelType;
    private final String prefix;
    private final Function<JsonNode, Architecture> reader;

    /**
     * @param prefix what stands before the names of weights that were saved together with a head
     */
    ModelFamily(String modelType, String prefix, Function<JsonNode, Architecture> reader) {
        this.modelType = modelType;
        this.prefix = prefix;
        this.reader = reader;
    }

    /**
     * Whether numbers between layers may be larger than float16 holds, 65,504: residuals that no norm bounds, in models trained in bfloat16 or
     * float32.
     */
    public boolean exceedsFloat16() {
        return switch (this) {
            case T5, MODERNBERT, LLAMA, MISTRAL, QWEN2, QWEN3 -> true;
            default -> false;
        };
    }

    /**
     * Checks a configuration and tells how many tokens its positions reach.
     *
     * @param config {@code config.json}
     * @return 0 for no bound
     * @throws ModelException when the family is unknown or the configuration asks for something unsupported
     */
    public static int positions(JsonNode config) {
        return of(config).reader.apply(config).size().positions();
    }

    /** What a model is made of, by its description. */
    private record Made(ModelFamily family, Architecture architecture, HeadPlan head) {

        static Made of(ModelDescription model) {
            ModelFamily family = ModelFamily.of(model.config());
            Architecture architecture = family.reader.apply(model.config());
            return new Made(family, architecture, HeadPlan.of(model, architecture));
        }

        List<Parameter> parameters() {
            return Stream.concat(architecture.parameters().stream(), head.parameters().stream()).toList();
        }

        StoredParameters stored(Weights weights) {
            return new StoredParameters(parameters(), weights, family.prefix);
        }
    }

    /** D, the length of a text's vector. */
    public static int dimensions(ModelDescription model) {
        return Made.of(model).head().dimensions();
    }

    /** What a model takes in that number format, for batches of that many tokens; nothing of it is read. */
    public static ModelMemory memory(ModelDescription model, Dtype dtype, int batchTokens) {
        Made made = Made.of(model);
        long rowElements = made.architecture().size().rowElements();
        return ModelMemory.of(made.parameters(), dtype, Math.max(batchTokens, model.maxInputTokens()), rowElements);
    }

    /**
     * Copies the weights to the backend's device; they may be closed afterwards.
     *
     * @throws dev.isotherm.engine.weights.WeightsException when a weight is missing or has another shape
     */
    public static LoadedEncoder load(ModelDescription model, Weights weights, Backend backend) {
        Made made = Made.of(model);
        return PackedEncoder.load(made.architecture(), made.head(), made.stored(weights), backend);
    }

    /**
     * The identity of a model's weights without a model: see {@link LoadedEncoder#weightsHash}. LibTorch must be loaded.
     *
     * @throws dev.isotherm.engine.weights.WeightsException when a weight is missing or has another shape
     */
    public static String weightsHash(ModelDescription model, Weights weights) {
        return Made.of(model).stored(weights).read((parameter, piece, offset) -> { });
    }

    /**
     * @throws ModelException when the family is unknown
     */
    public static ModelFamily of(JsonNode config) {
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
