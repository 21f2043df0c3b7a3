package dev.isotherm.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.torch.Ops;
import dev.isotherm.engine.torch.Ops.LayerNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** DistilBERT (arXiv 1910.01108): BERT without token types, under other names. */
record DistilBert(ModelSize size, int heads, Activation activation) implements Architecture {

    private static final String WORDS = "embeddings.word_embeddings.weight";
    private static final String POSITIONS = "embeddings.position_embeddings.weight";
    private static final String NORM = "embeddings.LayerNorm";
    /** It has no field in {@code config.json}. */
    private static final double EPSILON = 1e-12;

    static Architecture read(JsonNode json) {
        ConfigJson config = new ConfigJson(json);
        int hidden = config.size("dim");
        ModelSize size = new ModelSize(hidden, config.layers("n_layers"), config.size("vocab_size"), 0, config.size("max_position_embeddings"),
                config.size("hidden_dim"));
        return new DistilBert(size, config.heads("n_heads", hidden, "dim"), config.activation("activation", "gelu"));
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(Parameter.of(WORDS, size.vocabulary(), size.hidden()));
        parameters.add(Parameter.of(POSITIONS, size.positions(), size.hidden()));
        parameters.addAll(Parameter.norm(NORM, size.hidden()));
        IntStream.range(0, size.layers()).forEach(layer -> parameters.addAll(layerParameters("transformer.layer." + layer + ".")));
        return parameters;
    }

    private List<Parameter> layerParameters(String layer) {
        int hidden = size.hidden();
        String attention = layer + "attention.";
        return Stream.of(
                Parameter.stacked(attention + "qkv", List.of(attention + "q_lin", attention + "k_lin", attention + "v_lin"), hidden, hidden),
                Parameter.linear(attention + "out_lin", hidden, hidden),
                Parameter.norm(layer + "sa_layer_norm", hidden),
                Parameter.linear(layer + "ffn.lin1", size.inner(), hidden),
                Parameter.linear(layer + "ffn.lin2", hidden, size.inner()),
                Parameter.norm(layer + "output_layer_norm", hidden)).flatMap(List::stream).toList();
    }

    @Override
    public Transformer build(ModelWeights weights, Ops ops) {
        Tensor words = weights.tensor(WORDS);
        Tensor positions = weights.tensor(POSITIONS);
        LayerNorm norm = weights.norm(NORM, EPSILON);
        return new Transformer(
                Stems.wordsAndPositions(words, positions, norm),
                IntStream.range(0, size.layers()).mapToObj(layer -> layer("transformer.layer." + layer + ".", weights)).toList(),
                Norm.NONE);
    }

    private TransformerLayer layer(String layer, ModelWeights weights) {
        return new TransformerLayer.PostNorm(
                weights.selfAttention(layer + "attention.qkv", heads),
                weights.linear(layer + "attention.out_lin"),
                weights.norm(layer + "sa_layer_norm", EPSILON),
                new FeedForward.Plain(weights.linear(layer + "ffn.lin1"), activation, weights.linear(layer + "ffn.lin2")),
                weights.norm(layer + "output_layer_norm", EPSILON));
    }

    @Override
    public Optional<VocabularyHead> vocabularyHead() {
        return Optional.of(new VocabularyHead(WORDS, "vocab_transform", true, "vocab_layer_norm", true, "vocab_projector.bias", activation, EPSILON));
    }

    @Override
    public List<Parameter> classifierParameters(int labels) {
        return Stream.of(
                Parameter.linear("pre_classifier", size.hidden(), size.hidden()),
                Parameter.linear("classifier", labels, size.hidden())).flatMap(List::stream).toList();
    }

    @Override
    public Head classifier(ModelWeights weights) {
        Ops.Linear before = weights.linear("pre_classifier");
        return ClassifierHead.ofFirstToken(x -> Activation.RELU.apply(before, x), weights.linear("classifier"));
    }
}
