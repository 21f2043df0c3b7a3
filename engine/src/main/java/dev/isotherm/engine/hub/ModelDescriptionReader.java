package dev.isotherm.engine.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.pooling.PoolingModes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Reads {@code config.json} and the files that sentence-transformers puts beside it. */
public final class ModelDescriptionReader {

    private final ModelFiles files;
    private final ToIntFunction<JsonNode> positions;

    /**
     * @param positions checks a {@code config.json} and tells how many tokens the model has positions for, 0 for no such bound;
     *     asked before any other file is read
     */
    public ModelDescriptionReader(ModelFiles files, ToIntFunction<JsonNode> positions) {
        this.files = files;
        this.positions = positions;
    }

    /**
     * @param overrides a user's settings in place of the model's own, which are then not looked at
     * @throws ModelException when a file is missing, malformed, or asks for something that is not supported
     */
    public ModelDescription read(ModelOverrides overrides) {
        JsonNode config = required("config.json");
        String modelType = modelType(config);
        int reach = positions.applyAsInt(config);
        Optional<JsonNode> modules = ModelJson.read(files, "modules.json");
        SentenceModules behind = modules.map(list -> SentenceModules.read(files, list)).orElse(SentenceModules.NONE);
        List<String> labels = modules.isPresent() ? List.of() : Labels.of(config);
        Map<String, String> prompts = prompts();
        int window = maxInputTokens(reach);
        return new ModelDescription(
                files.id(),
                files.commit(),
                modelType,
                config,
                tokenizer(),
                overrides.pooling().map(PoolingModes::of).orElseGet(
                        () -> labels.isEmpty() ? behind.pooling(files) : PoolingModes.of(Pooling.CLS)),
                behind.promptPooled(files),
                behind.modules(),
                behind.sparse(files),
                behind.normalize() && !overrides.pooling().equals(Optional.of(Pooling.SPLADE)),
                window,
                reach > 0 ? reach : window,
                prompts,
                defaultPrompt(prompts),
                labels).with(overrides);
    }

    private byte[] tokenizer() {
        byte[] json = files.read("tokenizer.json").orElseThrow(() -> missing("tokenizer.json"));
        return EndToken.added(json, ModelJson.read(files, "tokenizer_config.json"));
    }

    private JsonNode required(String name) {
        return ModelJson.read(files, name).orElseThrow(() -> missing(name));
    }

    private ModelException missing(String name) {
        return new ModelException("model %s has no %s".formatted(files.id(), name));
    }

    private String modelType(JsonNode config) {
        JsonNode type = config.path("model_type");
        if (!type.isTextual()) {
            throw new ModelException("model %s: config.json has no model_type".formatted(files.id()));
        }
        return type.asText();
    }

    private int maxInputTokens(int reach) {
        int window = ModelJson.read(files, "sentence_bert_config.json")
                .map(c -> c.path("max_seq_length").asInt(0))
                .filter(length -> length > 0)
                .orElseGet(this::tokenizerWindow);
        int smallest = Math.min(reach > 0 ? reach : Integer.MAX_VALUE, window > 0 ? window : Integer.MAX_VALUE);
        if (smallest == Integer.MAX_VALUE) {
            throw new ModelException("model %s does not say how many tokens it takes".formatted(files.id()));
        }
        return smallest;
    }

    /** {@code model_max_length}, which is 10^30 where the author did not set it; 0 stands for unknown. */
    private int tokenizerWindow() {
        double length = ModelJson.read(files, "tokenizer_config.json")
                .map(c -> c.path("model_max_length").asDouble(0))
                .orElse(0.0);
        return length > 0 && length < Integer.MAX_VALUE ? (int) length : 0;
    }

    private Map<String, String> prompts() {
        Map<String, String> prompts = new LinkedHashMap<>();
        ModelJson.read(files, "config_sentence_transformers.json").ifPresent(config -> {
            for (Map.Entry<String, JsonNode> prompt : config.path("prompts").properties()) {
                prompts.put(prompt.getKey(), prompt.getValue().asText());
            }
        });
        return prompts;
    }

    private String defaultPrompt(Map<String, String> prompts) {
        return ModelJson.read(files, "config_sentence_transformers.json")
                .map(config -> config.path("default_prompt_name"))
                .filter(JsonNode::isTextual)
                .map(name -> prompts.getOrDefault(name.asText(), ""))
                .orElse("");
    }
}
