package dev.isotherm.engine.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.pooling.Pooling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code config.json} and the files that sentence-transformers puts beside it. */
public final class ModelDescriptionReader {

    private static final Logger LOG = LoggerFactory.getLogger(ModelDescriptionReader.class);

    /** Modules of {@code modules.json} that this engine carries out. */
    private static final List<String> MODULES = List.of("Transformer", "Pooling", "Normalize");

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
        modules.ifPresent(this::requireSupported);
        List<String> labels = modules.isPresent() ? List.of() : Labels.of(config);
        Map<String, String> prompts = prompts();
        int window = maxInputTokens(reach);
        return new ModelDescription(
                files.id(),
                files.commit(),
                modelType,
                config,
                files.read("tokenizer.json").orElseThrow(() -> missing("tokenizer.json")),
                overrides.pooling().orElseGet(() -> labels.isEmpty() ? pooling(modules) : Pooling.CLS),
                modules.map(m -> module(m, "Normalize").isPresent()).orElse(true),
                window,
                reach > 0 ? reach : window,
                prompts,
                defaultPrompt(prompts),
                labels).with(overrides);
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

    private void requireSupported(JsonNode modules) {
        for (JsonNode module : modules) {
            if (!MODULES.contains(kind(module))) {
                throw new ModelException("model %s: modules.json asks for %s, supported are %s"
                        .formatted(files.id(), module.path("type").asText(), String.join(", ", MODULES)));
            }
        }
    }

    private Pooling pooling(Optional<JsonNode> modules) {
        String path = modules.flatMap(m -> module(m, "Pooling")).map(m -> m.path("path").asText()).orElse("1_Pooling");
        Optional<JsonNode> config = ModelJson.read(files, path + "/config.json");
        if (config.isEmpty()) {
            LOG.warn("model {} does not say how to pool; using mean, as sentence-transformers does", files.id());
            return Pooling.MEAN;
        }
        List<String> modes = poolingModes(config.get());
        if (modes.size() != 1) {
            throw unsupportedPooling(modes);
        }
        return switch (modes.get(0)) {
            case "cls", "cls_token" -> Pooling.CLS;
            case "mean", "mean_tokens" -> Pooling.MEAN;
            case "lasttoken" -> Pooling.LAST_TOKEN;
            default -> throw unsupportedPooling(modes);
        };
    }

    /** Newer files say {@code "pooling_mode": "mean"} or a list; older ones have a boolean for each mode. */
    private static List<String> poolingModes(JsonNode config) {
        JsonNode mode = config.path("pooling_mode");
        List<String> modes = new ArrayList<>();
        if (mode.isTextual()) {
            modes.add(mode.asText());
        }
        mode.forEach(element -> modes.add(element.asText()));
        for (Map.Entry<String, JsonNode> field : config.properties()) {
            if (field.getKey().startsWith("pooling_mode_") && field.getValue().asBoolean()) {
                modes.add(field.getKey().substring("pooling_mode_".length()));
            }
        }
        return modes;
    }

    private ModelException unsupportedPooling(List<String> modes) {
        return new ModelException("model %s pools by %s, supported is one of cls, mean, lasttoken; --pooling overrides it"
                .formatted(files.id(), modes));
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

    private static Optional<JsonNode> module(JsonNode modules, String kind) {
        for (JsonNode module : modules) {
            if (kind(module).equals(kind)) {
                return Optional.of(module);
            }
        }
        return Optional.empty();
    }

    private static String kind(JsonNode module) {
        String type = module.path("type").asText();
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
