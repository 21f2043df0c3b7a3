package dev.isotherm.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.torch.AttentionShape;
import dev.isotherm.engine.torch.Ops;
import dev.isotherm.engine.torch.Ops.LayerNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * GTE v1.5 and multilingual GTE (arXiv 2407.19669), {@code model_type} "new" or "gte": BERT with rotary positions and gates.
 *
 * @param frequencies of rotary positions
 */
record Gte(ModelSize size, int heads, float[] frequencies, Activation activation, double epsilon) implements Architecture {

    private static final String WORDS = "embeddings.word_embeddings.weight";
    private static final String TYPES = "embeddings.token_type_embeddings.weight";
    private static final String NORM = "embeddings.LayerNorm";

    static Architecture read(JsonNode json) {
        ConfigJson config = new ConfigJson(json);
        config.require("position_embedding_type", "rope", "rope");
        config.require("layer_norm_type", "layer_norm", "layer_norm");
        config.require("pack_qkv", "true", "true");
        config.require("logn_attention_scale", "false", "false");
        int hidden = config.size("hidden_size");
        int heads = config.heads("num_attention_heads", hidden, "hidden_size");
        ModelSize size = new ModelSize(hidden, config.layers("num_hidden_layers"), config.size("vocab_size"), config.count("type_vocab_size", 0),
                config.size("max_position_embeddings"), config.size("intermediate_size"));
        return new Gte(size, heads, RotaryConfig.frequencies(config, hidden / heads, 10_000), config.activation("hidden_act", "gelu"),
                config.positive("layer_norm_eps", 1e-12));
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(Parameter.of(WORDS, size.vocabulary(), size.hidden()));
        if (size.types() > 0) {
            parameters.add(Parameter.of(TYPES, size.types(), size.hidden()));
        }
        parameters.addAll(Parameter.norm(NORM, size.hidden()));
        IntStream.range(0, size.layers()).forEach(layer -> parameters.addAll(layerParameters("encoder.layer." + layer + ".")));
        return parameters;
    }

    private List<Parameter> layerParameters(String layer) {
        int hidden = size.hidden();
        return Stream.of(
                Parameter.linear(layer + "attention.qkv_proj", 3L * hidden, hidden).stream(),
                Parameter.linear(layer + "attention.o_proj", hidden, hidden).stream(),
                Parameter.norm(layer + "attn_ln", hidden).stream(),
                Parameter.linear(layer + "mlp.up_gate_proj", 2L * size.inner(), hidden, false),
                Parameter.linear(layer + "mlp.down_proj", hidden, size.inner()).stream(),
                Parameter.norm(layer + "mlp_ln", hidden).stream()).flatMap(parameters -> parameters).toList();
    }

    @Override
    public Transformer build(ModelWeights weights, Ops ops) {
        Rotary rotary = new Rotary(weights.constant(frequencies));
        LayerNorm norm = weights.norm(NORM, epsilon);
        Tensor words = weights.tensor(WORDS);
        return new Transformer(
                size.types() > 0 ? Stems.wordsAndTypes(words, weights.tensor(TYPES), norm) : Stems.words(words, Norm.of(norm)),
                IntStream.range(0, size.layers()).mapToObj(layer -> layer("encoder.layer." + layer + ".", rotary, weights, ops)).toList(),
                Norm.NONE);
    }

    private TransformerLayer layer(String layer, Rotary rotary, ModelWeights weights, Ops ops) {
        AttentionShape shape = AttentionShape.of(heads, size.hidden() / heads);
        return new TransformerLayer.PostNorm(
                ShapedAttention.of(new QueriesKeysValues.InOne(weights.linear(layer + "attention.qkv_proj")), rotary, shape, ops),
                weights.linear(layer + "attention.o_proj"),
                weights.norm(layer + "attn_ln", epsilon),
                new FeedForward.GatedInOne(weights.linear(layer + "mlp.up_gate_proj"), false, activation, weights.linear(layer + "mlp.down_proj")),
                weights.norm(layer + "mlp_ln", epsilon));
    }
}
