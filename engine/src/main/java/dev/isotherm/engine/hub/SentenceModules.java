package dev.isotherm.engine.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.pooling.PoolingModes;
import dev.isotherm.engine.pooling.SparsePooling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code modules.json} puts behind the transformer: pooling, layers over the pooled vector, normalization; each in this order.
 *
 * @param poolingFolder where it is said how to pool
 * @param splade whether logits are pooled to sparse vectors
 */
record SentenceModules(String poolingFolder, boolean splade, List<VectorModule> modules, boolean normalize) {

    private static final Logger LOG = LoggerFactory.getLogger(SentenceModules.class);
    private static final String SUPPORTED = "Transformer, Pooling, Dense, LayerNorm, Normalize";
    private static final int MODULES = 2;
    /** Where modules stand; of those over vectors any number may follow each other. */
    private static final Map<String, Integer> PLACES = Map.of(
            "Transformer", 0, "MLMTransformer", 0, "Pooling", 1, "SpladePooling", 1, "Dense", MODULES, "LayerNorm", MODULES, "Dropout", MODULES, "Normalize", 3);
    private static final List<String> OLD_MODES =
            List.of("cls_token", "max_tokens", "mean_tokens", "mean_sqrt_len_tokens", "weightedmean_tokens", "lasttoken");
    private static final String POOLING_FOLDER = "1_Pooling";

    /** A model without the file, as the reference library takes it: mean, and vectors of length 1. */
    static final SentenceModules NONE = new SentenceModules(POOLING_FOLDER, false, List.of(), true);

    /**
     * @throws ModelException when a module is not supported, or not where it can be carried out
     */
    static SentenceModules read(ModelFiles files, JsonNode modules) {
        String poolingFolder = POOLING_FOLDER;
        boolean splade = false;
        List<VectorModule> behind = new ArrayList<>();
        boolean normalize = false;
        int latest = -1;
        for (JsonNode module : modules) {
            int place = place(files, module);
            if (place < latest || place == latest && place != MODULES) {
                throw new ModelException("model %s: modules.json has %s in an order that is not supported; supported is %s"
                        .formatted(files.id(), kind(module), SUPPORTED));
            }
            latest = place;
            String path = module.path("path").asText();
            switch (kind(module)) {
                case "Pooling" -> poolingFolder = path;
                case "SpladePooling" -> {
                    poolingFolder = path;
                    splade = true;
                }
                case "Dense" -> behind.add(VectorModule.dense(path, config(files, path)));
                case "LayerNorm" -> behind.add(VectorModule.layerNorm(path, config(files, path)));
                case "Normalize" -> normalize = true;
                // A transformer needs nothing more, and what drops numbers out does so in training alone.
                default -> { }
            }
        }
        return new SentenceModules(poolingFolder, splade, behind, normalize);
    }

    private static JsonNode config(ModelFiles files, String path) {
        return ModelJson.read(files, path + "/config.json")
                .orElseThrow(() -> new ModelException("model %s has no %s/config.json".formatted(files.id(), path)));
    }

    /**
     * How logits are pooled, where they are.
     *
     * @throws ModelException when it is not supported
     */
    SparsePooling sparse(ModelFiles files) {
        Optional<JsonNode> config = splade ? ModelJson.read(files, poolingFolder + "/config.json") : Optional.empty();
        return config.map(this::sparse).orElse(SparsePooling.MAX);
    }

    private SparsePooling sparse(JsonNode config) {
        String strategy = config.path("pooling_strategy").asText("max");
        String activation = config.path("activation_function").asText("relu");
        if (!List.of("max", "sum").contains(strategy) || !List.of("relu", "log1p_relu").contains(activation)) {
            throw new ModelException("%s/config.json: pooling_strategy is %s and activation_function %s, supported are max, sum and relu, log1p_relu"
                    .formatted(poolingFolder, strategy, activation));
        }
        return new SparsePooling(strategy.equals("sum"), activation.equals("log1p_relu"));
    }

    private static int place(ModelFiles files, JsonNode module) {
        Integer place = PLACES.get(kind(module));
        if (place == null) {
            throw new ModelException("model %s: modules.json asks for %s, supported are %s"
                    .formatted(files.id(), module.path("type").asText(), SUPPORTED));
        }
        return place;
    }

    /**
     * How to pool; by mean where it is not said, as the reference library does.
     *
     * @throws ModelException when it is not supported
     */
    PoolingModes pooling(ModelFiles files) {
        if (splade) {
            return PoolingModes.of(Pooling.SPLADE);
        }
        Optional<JsonNode> config = ModelJson.read(files, poolingFolder + "/config.json");
        if (config.isEmpty()) {
            LOG.warn("model {} does not say how to pool; using mean, as sentence-transformers does", files.id());
            return PoolingModes.of(Pooling.MEAN);
        }
        List<String> names = poolingModes(config.get());
        List<Pooling> modes = names.stream().map(name -> mode(files, names, name)).distinct().toList();
        if (modes.isEmpty()) {
            throw unsupported(files, names);
        }
        return new PoolingModes(modes);
    }

    /** Whether a prompt's tokens are pooled too: so it is unless the file says otherwise. */
    boolean promptPooled(ModelFiles files) {
        return ModelJson.read(files, poolingFolder + "/config.json").map(config -> config.path("include_prompt").asBoolean(true)).orElse(true);
    }

    /** Newer files say {@code "pooling_mode": "mean"} or a list; older ones have a boolean for each mode, in an order that is not theirs. */
    private static List<String> poolingModes(JsonNode config) {
        JsonNode mode = config.path("pooling_mode");
        List<String> modes = new ArrayList<>();
        if (mode.isTextual()) {
            modes.add(mode.asText());
        }
        mode.forEach(element -> modes.add(element.asText()));
        config.properties().stream()
                .filter(field -> field.getKey().startsWith("pooling_mode_") && field.getValue().asBoolean())
                .map(field -> field.getKey().substring("pooling_mode_".length()))
                .sorted(Comparator.comparing(OLD_MODES::indexOf))
                .forEach(modes::add);
        return modes;
    }

    private static Pooling mode(ModelFiles files, List<String> names, String name) {
        return switch (name) {
            case "cls", "cls_token" -> Pooling.CLS;
            case "max", "max_tokens" -> Pooling.MAX;
            case "mean", "mean_tokens" -> Pooling.MEAN;
            case "mean_sqrt_len", "mean_sqrt_len_tokens" -> Pooling.MEAN_SQRT_LEN;
            case "weightedmean", "weightedmean_tokens" -> Pooling.WEIGHTED_MEAN;
            case "lasttoken" -> Pooling.LAST_TOKEN;
            default -> throw unsupported(files, names);
        };
    }

    private static ModelException unsupported(ModelFiles files, List<String> modes) {
        return new ModelException("model %s pools by %s, supported are cls, max, mean, mean_sqrt_len, weightedmean, lasttoken; --pooling overrides it"
                .formatted(files.id(), modes));
    }

    private static String kind(JsonNode module) {
        String type = module.path("type").asText();
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
