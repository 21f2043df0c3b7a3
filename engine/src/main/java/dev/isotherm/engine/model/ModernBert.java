package dev.isotherm.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.pooling.PoolingModes;
import dev.isotherm.engine.torch.AttentionShape;
import dev.isotherm.engine.torch.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * ModernBERT (arXiv 2412.13663): normalization before each part, rotary positions, gates, and layers that see all of a text between layers
 * that see a window around each token.
 *
 * @param reach tokens on each side of its own that a query of a local layer sees
 * @param globalFrequencies of rotary positions in layers that see all
 * @param biases which linear layers and norms have one
 */
record ModernBert(
        ModelSize size, int heads, int globalEvery, int reach, float[] globalFrequencies, float[] localFrequencies, Biases biases,
        Activation activation, double epsilon, ClassifierSettings classifier) implements Architecture {

    record Biases(boolean attention, boolean feedForward, boolean norm) {}

    record ClassifierSettings(Pooling pooling, Activation activation, boolean bias) {}

    private static final String WORDS = "embeddings.tok_embeddings.weight";
    private static final String NORM = "embeddings.norm";
    private static final String LAST = "final_norm";

    static Architecture read(JsonNode json) {
        ConfigJson config = new ConfigJson(json);
        int hidden = config.size("hidden_size");
        int heads = config.heads("num_attention_heads", hidden, "hidden_size");
        int headSize = hidden / heads;
        if (headSize % 2 != 0) {
            throw new ModelException("config.json: heads of %d dimensions cannot be turned in pairs".formatted(headSize));
        }
        ModelSize size = new ModelSize(hidden, config.layers("num_hidden_layers"), config.size("vocab_size"), 0,
                config.size("max_position_embeddings"), config.size("intermediate_size"));
        ConfigJson rotary = config.part("rope_parameters");
        double globalTheta = rotary.part("full_attention").positive("rope_theta", config.positive("global_rope_theta", 160_000));
        double localTheta = rotary.part("sliding_attention").positive("rope_theta", config.positive("local_rope_theta", 10_000));
        return new ModernBert(size, heads, config.size("global_attn_every_n_layers", 3, 1 << 10), config.size("local_attention", 128, 1 << 20) / 2,
                Rotary.frequencies(globalTheta, headSize), Rotary.frequencies(localTheta, headSize),
                new Biases(config.flag("attention_bias", false), config.flag("mlp_bias", false), config.flag("norm_bias", false)),
                config.activation("hidden_activation", "gelu"), config.positive("norm_eps", 1e-5), classifier(config));
    }

    private static ClassifierSettings classifier(ConfigJson config) {
        String pooling = config.text("classifier_pooling", "cls");
        return new ClassifierSettings(
                Pooling.of(pooling).filter(mode -> mode == Pooling.CLS || mode == Pooling.MEAN).orElseThrow(() -> new ModelException(
                        "config.json: classifier_pooling is '%s', supported are cls, mean".formatted(pooling))),
                config.activation("classifier_activation", "gelu"), config.flag("classifier_bias", false));
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(Parameter.of(WORDS, size.vocabulary(), size.hidden()));
        norm(NORM).forEach(parameters::add);
        IntStream.range(0, size.layers()).forEach(layer -> parameters.addAll(layerParameters(layer)));
        norm(LAST).forEach(parameters::add);
        return parameters;
    }

    private List<Parameter> layerParameters(int index) {
        String layer = "layers." + index + ".";
        int hidden = size.hidden();
        return Stream.of(
                // The embeddings were normalized already.
                index == 0 ? Stream.<Parameter>empty() : norm(layer + "attn_norm"),
                Parameter.linear(layer + "attn.Wqkv", 3L * hidden, hidden, biases.attention),
                Parameter.linear(layer + "attn.Wo", hidden, hidden, biases.attention),
                norm(layer + "mlp_norm"),
                Parameter.linear(layer + "mlp.Wi", 2L * size.inner(), hidden, biases.feedForward),
                Parameter.linear(layer + "mlp.Wo", hidden, size.inner(), biases.feedForward)).flatMap(parameters -> parameters).toList();
    }

    private Stream<Parameter> norm(String name) {
        Stream<Parameter> weight = Stream.of(Parameter.of(name + ".weight", size.hidden()));
        return biases.norm ? Stream.concat(weight, Stream.of(Parameter.of(name + ".bias", size.hidden()))) : weight;
    }

    @Override
    public Transformer build(ModelWeights weights, Ops ops) {
        Rotary global = new Rotary(weights.constant(globalFrequencies));
        Rotary local = new Rotary(weights.constant(localFrequencies));
        return new Transformer(
                Stems.words(weights.tensor(WORDS), Norm.of(weights.norm(NORM, epsilon))),
                IntStream.range(0, size.layers()).mapToObj(layer -> layer(layer, layer % globalEvery == 0 ? global : local, weights, ops)).toList(),
                Norm.of(weights.norm(LAST, epsilon)));
    }

    private TransformerLayer layer(int index, Rotary rotary, ModelWeights weights, Ops ops) {
        String layer = "layers." + index + ".";
        AttentionShape all = AttentionShape.of(heads, size.hidden() / heads);
        AttentionShape shape = index % globalEvery == 0 ? all : all.withReach(reach, reach);
        return new TransformerLayer.PreNorm(
                index == 0 ? Norm.NONE : Norm.of(weights.norm(layer + "attn_norm", epsilon)),
                ShapedAttention.of(new QueriesKeysValues.InOne(weights.linear(layer + "attn.Wqkv")), rotary, shape, ops),
                weights.linear(layer + "attn.Wo"),
                Norm.of(weights.norm(layer + "mlp_norm", epsilon)),
                new FeedForward.GatedInOne(weights.linear(layer + "mlp.Wi"), true, activation, weights.linear(layer + "mlp.Wo")));
    }

    @Override
    public Optional<VocabularyHead> vocabularyHead() {
        return Optional.of(new VocabularyHead(
                WORDS, "head.dense", classifier.bias, "head.norm", biases.norm, "decoder.bias", classifier.activation, epsilon));
    }

    @Override
    public List<Parameter> classifierParameters(int labels) {
        return Stream.of(
                Parameter.linear("head.dense", size.hidden(), size.hidden(), classifier.bias),
                norm("head.norm"),
                Parameter.linear("classifier", labels, size.hidden()).stream()).flatMap(parameters -> parameters).toList();
    }

    @Override
    public Head classifier(ModelWeights weights) {
        Ops.Linear dense = weights.linear("head.dense");
        Ops.LayerNorm norm = weights.norm("head.norm", epsilon);
        return new ClassifierHead(new SpanPooling(PoolingModes.of(classifier.pooling)), (x, ops) -> ops.layerNorm(classifier.activation.apply(dense, x), norm),
                weights.linear("classifier"));
    }
}
