package dev.isotherm.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.engine.torch.AttentionShape;
import dev.isotherm.engine.torch.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * NomicBERT (arXiv 2402.01613): BERT with rotary positions and gates, without biases. Its configuration has two spellings.
 *
 * @param frequencies of rotary positions
 */
record NomicBert(ModelSize size, int heads, float[] frequencies, boolean projectionBias, boolean innerBias, boolean outerBias, Activation activation,
        double epsilon) implements Architecture {

    private static final String WORDS = "embeddings.word_embeddings.weight";
    private static final String TYPES = "embeddings.token_type_embeddings.weight";
    private static final String NORM = "emb_ln";

    static Architecture read(JsonNode json) {
        ConfigJson config = new ConfigJson(json);
        if (config.count("num_experts", 0) > 0) {
            throw new ModelException("config.json: num_experts is %s, mixtures of experts are not supported".formatted(json.path("num_experts")));
        }
        return config.given("n_embd") && !config.given("hidden_size") ? older(config) : newer(config);
    }

    private static NomicBert newer(ConfigJson config) {
        int hidden = config.size("hidden_size");
        int heads = config.heads("num_attention_heads", hidden, "hidden_size");
        ModelSize size = new ModelSize(hidden, config.layers("num_hidden_layers"), config.size("vocab_size"), config.size("type_vocab_size"),
                config.size("max_position_embeddings"), config.size("intermediate_size"));
        return new NomicBert(size, heads, RotaryConfig.frequencies(config, hidden / heads, 1000), false, false, false,
                config.activation("hidden_act", "silu"), config.positive("layer_norm_eps", 1e-12));
    }

    private static NomicBert older(ConfigJson config) {
        config.require("prenorm", "false", "false");
        config.require("causal", "false", "false");
        config.require("use_rms_norm", "false", "false");
        config.require("rotary_emb_interleaved", "false", "false");
        int hidden = config.size("n_embd");
        int heads = config.heads("n_head", hidden, "n_embd");
        int rotated = (int) (hidden / heads * config.positive("rotary_emb_fraction", 1));
        ModelSize size = new ModelSize(hidden, config.layers("n_layer"), config.size("vocab_size"), config.size("type_vocab_size"),
                positions(config), config.size("n_inner"));
        return new NomicBert(size, heads, Rotary.frequencies(config.positive("rotary_emb_base", 10_000), rotated), config.flag("qkv_proj_bias", true),
                config.flag("mlp_fc1_bias", true), config.flag("mlp_fc2_bias", true), gate(config), config.positive("layer_norm_epsilon", 1e-12));
    }

    /** Beyond its training length a model with a scaling factor turns by other angles, of which this knows nothing. */
    private static int positions(ConfigJson config) {
        int positions = config.size("n_positions");
        return config.given("rotary_scaling_factor") ? config.size("max_trained_positions", positions, positions) : positions;
    }

    private static Activation gate(ConfigJson config) {
        return switch (config.text("activation_function", "swiglu")) {
            case "swiglu" -> Activation.SILU;
            case "geglu" -> Activation.GELU;
            default -> throw new ModelException("config.json: activation_function is '%s', supported are swiglu, geglu"
                    .formatted(config.text("activation_function", "")));
        };
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(Parameter.of(WORDS, size.vocabulary(), size.hidden()));
        parameters.add(Parameter.of(TYPES, size.types(), size.hidden()));
        parameters.addAll(Parameter.norm(NORM, size.hidden()));
        IntStream.range(0, size.layers()).forEach(layer -> parameters.addAll(layerParameters("encoder.layers." + layer + ".")));
        return parameters;
    }

    private List<Parameter> layerParameters(String layer) {
        int hidden = size.hidden();
        return Stream.of(
                Parameter.linear(layer + "attn.Wqkv", 3L * hidden, hidden, projectionBias),
                Parameter.linear(layer + "attn.out_proj", hidden, hidden, projectionBias),
                Parameter.norm(layer + "norm1", hidden).stream(),
                Parameter.linear(layer + "mlp.fc11", size.inner(), hidden, innerBias),
                Parameter.linear(layer + "mlp.fc12", size.inner(), hidden, innerBias),
                Parameter.linear(layer + "mlp.fc2", hidden, size.inner(), outerBias),
                Parameter.norm(layer + "norm2", hidden).stream()).flatMap(parameters -> parameters).toList();
    }

    @Override
    public Transformer build(ModelWeights weights, Ops ops) {
        Rotary rotary = new Rotary(weights.constant(frequencies));
        return new Transformer(
                Stems.wordsAndTypes(weights.tensor(WORDS), weights.tensor(TYPES), weights.norm(NORM, epsilon)),
                IntStream.range(0, size.layers()).mapToObj(layer -> layer("encoder.layers." + layer + ".", rotary, weights, ops)).toList(),
                Norm.NONE);
    }

    private TransformerLayer layer(String layer, Rotary rotary, ModelWeights weights, Ops ops) {
        AttentionShape shape = AttentionShape.of(heads, size.hidden() / heads);
        return new TransformerLayer.PostNorm(
                ShapedAttention.of(new QueriesKeysValues.InOne(weights.linear(layer + "attn.Wqkv")), rotary, shape, ops),
                weights.linear(layer + "attn.out_proj"),
                weights.norm(layer + "norm1", epsilon),
                new FeedForward.Gated(weights.linear(layer + "mlp.fc12"), weights.linear(layer + "mlp.fc11"), activation, weights.linear(layer + "mlp.fc2")),
                weights.norm(layer + "norm2", epsilon));
    }
}
