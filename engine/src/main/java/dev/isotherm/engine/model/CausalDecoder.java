package dev.isotherm.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.engine.torch.AttentionShape;
import dev.isotherm.engine.torch.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Llama (arXiv 2302.13971), Mistral (arXiv 2310.06825), Qwen2 (arXiv 2407.10671) and Qwen3 (arXiv 2505.09388): each token sees those before
 * it, by grouped queries and rotary positions, with gates in the feed-forward layers. One describes the others but for a few biases and norms.
 *
 * @param frequencies of rotary positions
 * @param window of each layer by its index: how many tokens a query sees, itself among them
 * @param causal unless the configuration says otherwise, as that of some embedders does
 */
record CausalDecoder(
        ModelSize size, int heads, int keyHeads, int headSize, float[] frequencies, IntUnaryOperator window, boolean causal, Quirks quirks,
        Activation activation, double epsilon) implements Architecture {

    /** What tells the families apart. */
    record Quirks(boolean projectionBias, boolean outputBias, boolean feedForwardBias, boolean headNorms) {}

    private static final String WORDS = "embed_tokens.weight";
    private static final String LAST = "norm.weight";

    static Architecture llama(JsonNode json) {
        ConfigJson config = new ConfigJson(json);
        boolean bias = config.flag("attention_bias", false);
        return read(config, layer -> Integer.MAX_VALUE, new Quirks(bias, bias, config.flag("mlp_bias", false), false));
    }

    static Architecture mistral(JsonNode json) {
        ConfigJson config = new ConfigJson(json);
        int window = config.size("sliding_window", Integer.MAX_VALUE, 1 << 20);
        return read(config, layer -> window, new Quirks(false, false, false, false));
    }

    static Architecture qwen2(JsonNode json) {
        ConfigJson config = new ConfigJson(json);
        return read(config, qwenWindow(config), new Quirks(true, false, false, false));
    }

    static Architecture qwen3(JsonNode json) {
        ConfigJson config = new ConfigJson(json);
        boolean bias = config.flag("attention_bias", false);
        return read(config, qwenWindow(config), new Quirks(bias, bias, false, true));
    }

    /** Layers have a window where they are listed as such, or, in older files, from a certain one on. */
    private static IntUnaryOperator qwenWindow(ConfigJson config) {
        if (!config.flag("use_sliding_window", false)) {
            return layer -> Integer.MAX_VALUE;
        }
        int window = config.size("sliding_window", 4096, 1 << 20);
        int first = config.count("max_window_layers", 28);
        JsonNode types = config.json().path("layer_types");
        return layer -> {
            boolean slides = types.isArray() ? types.path(layer).asText().equals("sliding_attention") : layer >= first;
            return slides ? window : Integer.MAX_VALUE;
        };
    }

    private static CausalDecoder read(ConfigJson config, IntUnaryOperator window, Quirks quirks) {
        int hidden = config.size("hidden_size");
        int heads = config.size("num_attention_heads");
        int keyHeads = config.size("num_key_value_heads", heads, heads);
        int headSize = config.size("head_dim", hidden / heads, 1 << 16);
        if (heads % keyHeads != 0 || headSize % 2 != 0) {
            throw new ModelException("config.json: num_attention_heads %d, num_key_value_heads %d and a head_dim of %d do not fit together"
                    .formatted(heads, keyHeads, headSize));
        }
        ModelSize size = new ModelSize(hidden, config.layers("num_hidden_layers"), config.size("vocab_size"), 0,
                config.size("max_position_embeddings"), config.size("intermediate_size"));
        return new CausalDecoder(size, heads, keyHeads, headSize, RotaryConfig.frequencies(config, headSize, 10_000), window,
                causal(config), quirks, config.activation("hidden_act", "silu"), config.positive("rms_norm_eps", 1e-6));
    }

    /**
     * Some embedders let tokens see those after them. Where a model has code of its own that may do so and no field that says it, guessing would
     * yield vectors that look right and are not.
     */
    private static boolean causal(ConfigJson config) {
        boolean said = config.given("is_causal") || config.given("use_bidirectional_attention");
        String code = config.part("auto_map").text("AutoModel", "");
        if (!said && !code.isEmpty()) {
            throw new ModelException("config.json: auto_map names code of the model's own, %s, and nothing says whether its attention is causal; "
                    .formatted(code) + "put is_causal there, true or false");
        }
        return config.flag("is_causal", true) && !config.flag("use_bidirectional_attention", false);
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(Parameter.of(WORDS, size.vocabulary(), size.hidden()));
        IntStream.range(0, size.layers()).forEach(layer -> parameters.addAll(layerParameters("layers." + layer + ".")));
        parameters.add(Parameter.of(LAST, size.hidden()));
        return parameters;
    }

    private List<Parameter> layerParameters(String layer) {
        int hidden = size.hidden();
        String self = layer + "self_attn.";
        Stream<Parameter> norms = quirks.headNorms
                ? Stream.of(Parameter.of(self + "q_norm.weight", headSize), Parameter.of(self + "k_norm.weight", headSize))
                : Stream.empty();
        return Stream.of(
                Stream.of(Parameter.of(layer + "input_layernorm.weight", hidden)),
                Parameter.linear(self + "q_proj", heads * headSize, hidden, quirks.projectionBias),
                Parameter.linear(self + "k_proj", keyHeads * headSize, hidden, quirks.projectionBias),
                Parameter.linear(self + "v_proj", keyHeads * headSize, hidden, quirks.projectionBias),
                norms,
                Parameter.linear(self + "o_proj", hidden, heads * headSize, quirks.outputBias),
                Stream.of(Parameter.of(layer + "post_attention_layernorm.weight", hidden)),
                Parameter.linear(layer + "mlp.gate_proj", size.inner(), hidden, quirks.feedForwardBias),
                Parameter.linear(layer + "mlp.up_proj", size.inner(), hidden, quirks.feedForwardBias),
                Parameter.linear(layer + "mlp.down_proj", hidden, size.inner(), quirks.feedForwardBias)).flatMap(parameters -> parameters).toList();
    }

    @Override
    public Transformer build(ModelWeights weights, Ops ops) {
        Rotary rotary = new Rotary(weights.constant(frequencies));
        return new Transformer(
                Stems.words(weights.tensor(WORDS), Norm.NONE),
                IntStream.range(0, size.layers()).mapToObj(index -> layer(index, rotary, weights, ops)).toList(),
                weights.rootMeanSquare(LAST, epsilon));
    }

    private TransformerLayer layer(int index, Rotary rotary, ModelWeights weights, Ops ops) {
        String layer = "layers." + index + ".";
        String self = layer + "self_attn.";
        return new TransformerLayer.PreNorm(
                weights.rootMeanSquare(layer + "input_layernorm.weight", epsilon),
                new ShapedAttention(
                        new QueriesKeysValues.Separate(weights.linear(self + "q_proj"), weights.linear(self + "k_proj"), weights.linear(self + "v_proj")),
                        headNorm(self + "q_norm.weight", weights), headNorm(self + "k_norm.weight", weights), Optional.of(rotary), shape(index), ops),
                weights.linear(self + "o_proj"),
                weights.rootMeanSquare(layer + "post_attention_layernorm.weight", epsilon),
                new FeedForward.Gated(
                        weights.linear(layer + "mlp.gate_proj"), weights.linear(layer + "mlp.up_proj"), activation, weights.linear(layer + "mlp.down_proj")));
    }

    private Norm headNorm(String name, ModelWeights weights) {
        return quirks.headNorms ? weights.rootMeanSquare(name, epsilon) : Norm.NONE;
    }

    private AttentionShape shape(int layer) {
        AttentionShape grouped = AttentionShape.of(heads, headSize).withKeyHeads(keyHeads);
        int seen = window.applyAsInt(layer);
        return !causal ? grouped : seen == Integer.MAX_VALUE ? grouped.causal() : grouped.withReach(seen - 1, 0);
    }
}
