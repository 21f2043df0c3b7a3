package dev.isotherm.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.model.QueriesKeysValues.InOne;
import dev.isotherm.engine.torch.AttentionShape;
import dev.isotherm.engine.torch.Ops;
import dev.isotherm.engine.torch.Ops.Attention;
import dev.isotherm.engine.torch.Ops.LayerNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * JinaBERT v2 (arXiv 2310.19923): BERT with slopes (ALiBi) for positions and gates. Its {@code model_type} is "bert", its
 * {@code position_embedding_type} "alibi".
 *
 * @param normed whether it is the variant of the models for code, which normalizes queries and keys and adds residuals once more
 */
record JinaBert(ModelSize size, int heads, boolean normed, Activation activation, double epsilon) implements Architecture {

    private static final String WORDS = "embeddings.word_embeddings.weight";
    private static final String TYPES = "embeddings.token_type_embeddings.weight";
    private static final String NORM = "embeddings.LayerNorm";

    static Architecture read(JsonNode json) {
        ConfigJson config = new ConfigJson(json);
        config.require("feed_forward_type", "geglu", "geglu");
        int hidden = config.size("hidden_size");
        ModelSize size = new ModelSize(hidden, config.layers("num_hidden_layers"), config.size("vocab_size"), config.size("type_vocab_size"),
                config.size("max_position_embeddings"), config.size("intermediate_size"));
        // The name of the code it was written for is all that tells the two apart.
        return new JinaBert(size, config.heads("num_attention_heads", hidden, "hidden_size"), json.toString().contains("qk-post-norm"),
                config.activation("hidden_act", "gelu"), config.positive("layer_norm_eps", 1e-12));
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(Parameter.of(WORDS, size.vocabulary(), size.hidden()));
        parameters.add(Parameter.of(TYPES, size.types(), size.hidden()));
        parameters.addAll(Parameter.norm(NORM, size.hidden()));
        for (int layer = 0; layer < size.layers(); layer++) {
            parameters.addAll(attentionParameters("encoder.layer." + layer + "."));
            parameters.addAll(feedForwardParameters("encoder.layer." + layer + "."));
        }
        return parameters;
    }

    private List<Parameter> attentionParameters(String layer) {
        int hidden = size.hidden();
        String self = layer + "attention.self.";
        return Stream.of(
                Parameter.stacked(self + "qkv", List.of(self + "query", self + "key", self + "value"), hidden, hidden),
                normed ? Parameter.norm(self + "layer_norm_q", hidden) : List.<Parameter>of(),
                normed ? Parameter.norm(self + "layer_norm_k", hidden) : List.<Parameter>of(),
                Parameter.linear(layer + "attention.output.dense", hidden, hidden),
                Parameter.norm(layer + "attention.output.LayerNorm", hidden)).flatMap(List::stream).toList();
    }

    private List<Parameter> feedForwardParameters(String layer) {
        int hidden = size.hidden();
        Stream<Parameter> between = normed ? Parameter.norm(layer + "layer_norm_1", hidden).stream() : Stream.empty();
        return Stream.of(
                between,
                Parameter.linear(layer + gate(), 2L * size.inner(), hidden, false),
                Parameter.linear(layer + down(), hidden, size.inner()).stream(),
                Parameter.norm(layer + lastNorm(), hidden).stream()).flatMap(parameters -> parameters).toList();
    }

    private String gate() {
        return normed ? "mlp.up_gated_layer" : "mlp.gated_layers";
    }

    private String down() {
        return normed ? "mlp.down_layer" : "mlp.wo";
    }

    private String lastNorm() {
        return normed ? "layer_norm_2" : "mlp.layernorm";
    }

    @Override
    public Transformer build(ModelWeights weights, Ops ops) {
        return new Transformer(
                Stems.wordsAndTypes(weights.tensor(WORDS), weights.tensor(TYPES), weights.norm(NORM, epsilon)),
                IntStream.range(0, size.layers()).mapToObj(layer -> layer("encoder.layer." + layer + ".", weights, ops)).toList(),
                Norm.NONE);
    }

    private TransformerLayer layer(String layer, ModelWeights weights, Ops ops) {
        Attention attention = attention(layer + "attention.self.", weights, ops);
        Ops.Linear output = weights.linear(layer + "attention.output.dense");
        LayerNorm norm = weights.norm(layer + "attention.output.LayerNorm", epsilon);
        FeedForward feedForward = new FeedForward.GatedInOne(weights.linear(layer + gate()), !normed, activation, weights.linear(layer + down()));
        LayerNorm last = weights.norm(layer + lastNorm(), epsilon);
        return normed
                ? new TwiceAdded(attention, output, norm, weights.norm(layer + "layer_norm_1", epsilon), feedForward, last)
                : new TransformerLayer.PostNorm(attention, output, norm, feedForward, last);
    }

    private Attention attention(String self, ModelWeights weights, Ops ops) {
        AttentionShape shape = AttentionShape.of(heads, size.hidden() / heads).with(LinearSlopes.of(heads));
        InOne projection = new InOne(weights.linear(self + "qkv"));
        return normed
                ? new ShapedAttention(projection, acrossHeads(self + "layer_norm_q", weights), acrossHeads(self + "layer_norm_k", weights), Optional.empty(), shape, ops)
                : ShapedAttention.of(projection, shape, ops);
    }

    /** Over all heads of a token together: [R, heads, d]. */
    private Norm acrossHeads(String name, ModelWeights weights) {
        LayerNorm norm = weights.norm(name, epsilon);
        return (x, ops) -> ops.layerNorm(x.flatten(1, 2).contiguous(), norm).unflatten(1, x.size(1), x.size(2));
    }

    /** What attention yields had the residual added and was normalized, and is added to the residual and normalized again. */
    private record TwiceAdded(
            Attention attention, Ops.Linear output, LayerNorm attentionNorm, LayerNorm again, FeedForward feedForward, LayerNorm outputNorm)
            implements TransformerLayer {

        @Override
        public Tensor behind(Tensor context, Tensor x, Ops ops) {
            Tensor attended = ops.layerNorm(ops.addNorm(output, context, x, attentionNorm).add_(x), again);
            return ops.addNorm(feedForward.down(), feedForward.inner(attended), attended, outputNorm);
        }
    }
}
