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
 * T5's encoder (arXiv 1910.10683), of GTR, Sentence-T5 and Instructor: no scale on the logits, a relative bias that all layers share,
 * no other positions, no biases in linear layers.
 *
 * @param headSize which times the heads need not be the width
 * @param gated whether the feed-forward layer has a gate
 */
record T5Encoder(ModelSize size, int heads, int headSize, int buckets, int farthest, boolean gated, Activation activation, double epsilon)
        implements Architecture {

    private static final String WORDS = "shared.weight";
    private static final String BIAS = "encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight";
    private static final String LAST = "encoder.final_layer_norm.weight";
    private static final String GATED = "gated-";

    static Architecture read(JsonNode json) {
        ConfigJson config = new ConfigJson(json);
        String projection = config.text("feed_forward_proj", "relu");
        boolean gated = projection.startsWith(GATED);
        // "gated-gelu" is the approximation by tanh: so the reference library reads it.
        String activation = projection.equals("gated-gelu") ? "gelu_new" : gated ? projection.substring(GATED.length()) : projection;
        ModelSize size = new ModelSize(config.size("d_model"), config.layers("num_layers"), config.size("vocab_size"), 0, 0, config.size("d_ff"));
        int buckets = config.size("relative_attention_num_buckets", 32, 1 << 16);
        int farthest = config.size("relative_attention_max_distance", 128, 1 << 20);
        if (buckets % 4 != 0 || farthest <= buckets / 4) {
            throw new ModelException("config.json: relative_attention_num_buckets %d and relative_attention_max_distance %d make no buckets"
                    .formatted(buckets, farthest));
        }
        return new T5Encoder(size, config.size("num_heads"), config.size("d_kv"), buckets, farthest, gated, Activation.of("feed_forward_proj", config.text("dense_act_fn", activation)),
                config.positive("layer_norm_epsilon", 1e-6));
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(Parameter.of(WORDS, size.vocabulary(), size.hidden()));
        parameters.add(Parameter.of(BIAS, buckets, heads));
        IntStream.range(0, size.layers()).forEach(layer -> parameters.addAll(layerParameters("encoder.block." + layer + ".layer.")));
        parameters.add(Parameter.of(LAST, size.hidden()));
        return parameters;
    }

    private List<Parameter> layerParameters(String layer) {
        int hidden = size.hidden();
        int width = heads * headSize;
        String self = layer + "0.SelfAttention.";
        String feedForward = layer + "1.DenseReluDense.";
        Stream<String> up = gated ? Stream.of("wi_0", "wi_1") : Stream.of("wi");
        return Stream.of(
                Stream.of(Parameter.stackedWeight(self + "qkv", List.of(self + "q", self + "k", self + "v"), width, hidden)),
                Stream.of(Parameter.of(self + "o.weight", hidden, width)),
                Stream.of(Parameter.of(layer + "0.layer_norm.weight", hidden)),
                up.map(name -> Parameter.of(feedForward + name + ".weight", size.inner(), hidden)),
                Stream.of(Parameter.of(feedForward + "wo.weight", hidden, size.inner())),
                Stream.of(Parameter.of(layer + "1.layer_norm.weight", hidden))).flatMap(parameters -> parameters).toList();
    }

    @Override
    public Transformer build(ModelWeights weights, Ops ops) {
        AttentionShape shape = AttentionShape.of(heads, headSize).withLogitScale(1).with(RelativeBuckets.of(weights.tensor(BIAS), farthest));
        return new Transformer(
                Stems.words(weights.tensor(WORDS), Norm.NONE),
                IntStream.range(0, size.layers()).mapToObj(layer -> layer("encoder.block." + layer + ".layer.", shape, weights, ops)).toList(),
                weights.rootMeanSquare(LAST, epsilon));
    }

    private TransformerLayer layer(String layer, AttentionShape shape, ModelWeights weights, Ops ops) {
        String self = layer + "0.SelfAttention.";
        return new TransformerLayer.PreNorm(
                weights.rootMeanSquare(layer + "0.layer_norm.weight", epsilon),
                ShapedAttention.of(new QueriesKeysValues.InOne(weights.linear(self + "qkv")), shape, ops),
                weights.linear(self + "o"),
                weights.rootMeanSquare(layer + "1.layer_norm.weight", epsilon),
                feedForward(layer + "1.DenseReluDense.", weights));
    }

    private FeedForward feedForward(String names, ModelWeights weights) {
        return gated
                ? new FeedForward.Gated(weights.linear(names + "wi_0"), weights.linear(names + "wi_1"), activation, weights.linear(names + "wo"))
                : new FeedForward.Plain(weights.linear(names + "wi"), activation, weights.linear(names + "wo"));
    }
}
