package dev.isotherm.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.engine.torch.Ops;
import dev.isotherm.engine.torch.Ops.EmbeddingTables;
import dev.isotherm.engine.torch.Ops.LayerNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * BERT (arXiv 1810.04805), RoBERTa (arXiv 1907.11692), XLM-RoBERTa (arXiv 1911.02116) and CamemBERT (arXiv 1911.03894).
 *
 * @param positionRows rows of the table of positions
 * @param firstPosition the row of a text's first token: RoBERTa's rows up to its padding token's id stand for no token
 * @param classifier what the layers of a classifier are called
 * @param vocabulary what those of a language model are called
 */
record Bert(ModelSize size, int heads, int positionRows, int firstPosition, Activation activation, double epsilon, HeadNames classifier,
        VocabularyNames vocabulary) implements Architecture {

    /** Names of a classifier's two linear layers. */
    record HeadNames(String dense, String out) {}

    /** Names of a language model's head. */
    record VocabularyNames(String dense, String norm, String bias) {}

    private static final String WORDS = "embeddings.word_embeddings.weight";
    private static final String POSITIONS = "embeddings.position_embeddings.weight";
    private static final String TYPES = "embeddings.token_type_embeddings.weight";
    private static final String NORM = "embeddings.LayerNorm";

    /** Positions count from row 0. */
    static Architecture bert(JsonNode config) {
        return config.path("position_embedding_type").asText().equals("alibi") ? JinaBert.read(config) : plain(config);
    }

    private static Bert plain(JsonNode config) {
        return read(new ConfigJson(config), 0, 1e-12, new HeadNames("pooler.dense", "classifier"),
                new VocabularyNames("cls.predictions.transform.dense", "cls.predictions.transform.LayerNorm", "cls.predictions.bias"));
    }

    /** Positions count from the row after the padding token's id. */
    static Architecture roberta(JsonNode config) {
        ConfigJson json = new ConfigJson(config);
        return read(json, json.count("pad_token_id", 1) + 1, 1e-5, new HeadNames("classifier.dense", "classifier.out_proj"),
                new VocabularyNames("lm_head.dense", "lm_head.layer_norm", "lm_head.bias"));
    }

    private static Bert read(ConfigJson config, int firstPosition, double epsilon, HeadNames classifier, VocabularyNames vocabulary) {
        config.require("position_embedding_type", "absolute", "absolute");
        config.require("is_decoder", "false", "false");
        int hidden = config.size("hidden_size");
        int rows = config.size("max_position_embeddings");
        if (rows <= firstPosition) {
            throw new ModelException("config.json: max_position_embeddings is %d, but positions start at %d".formatted(rows, firstPosition));
        }
        ModelSize size = new ModelSize(hidden, config.layers("num_hidden_layers"), config.size("vocab_size"), config.size("type_vocab_size"),
                rows - firstPosition, config.size("intermediate_size"));
        return new Bert(size, config.heads("num_attention_heads", hidden, "hidden_size"), rows, firstPosition,
                config.activation("hidden_act", "gelu"), config.positive("layer_norm_eps", epsilon), classifier, vocabulary);
    }

    @Override
    public List<Parameter> parameters() {
        int hidden = size.hidden();
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(Parameter.of(WORDS, size.vocabulary(), hidden));
        parameters.add(Parameter.of(POSITIONS, positionRows, hidden));
        parameters.add(Parameter.of(TYPES, size.types(), hidden));
        parameters.addAll(Parameter.norm(NORM, hidden));
        IntStream.range(0, size.layers()).forEach(layer -> parameters.addAll(layerParameters("encoder.layer." + layer + ".")));
        return parameters;
    }

    private List<Parameter> layerParameters(String layer) {
        int hidden = size.hidden();
        String self = layer + "attention.self.";
        return Stream.of(
                Parameter.stacked(self + "qkv", List.of(self + "query", self + "key", self + "value"), hidden, hidden),
                Parameter.linear(layer + "attention.output.dense", hidden, hidden),
                Parameter.norm(layer + "attention.output.LayerNorm", hidden),
                Parameter.linear(layer + "intermediate.dense", size.inner(), hidden),
                Parameter.linear(layer + "output.dense", hidden, size.inner()),
                Parameter.norm(layer + "output.LayerNorm", hidden)).flatMap(List::stream).toList();
    }

    @Override
    public Transformer build(ModelWeights weights, Ops ops) {
        // Without the rows that stand for no token.
        Tensor positions = weights.view(() -> weights.tensor(POSITIONS).narrow(0, firstPosition, size.positions()));
        EmbeddingTables tables = new EmbeddingTables(weights.tensor(WORDS), weights.tensor(TYPES), positions);
        LayerNorm norm = weights.norm(NORM, epsilon);
        return new Transformer(
                (batch, operations) -> operations.embed(tables, batch, norm),
                IntStream.range(0, size.layers()).mapToObj(layer -> layer("encoder.layer." + layer + ".", weights)).toList(),
                Norm.NONE);
    }

    private TransformerLayer layer(String layer, ModelWeights weights) {
        return new TransformerLayer.PostNorm(
                weights.selfAttention(layer + "attention.self.qkv", heads),
                weights.linear(layer + "attention.output.dense"),
                weights.norm(layer + "attention.output.LayerNorm", epsilon),
                new FeedForward.Plain(weights.linear(layer + "intermediate.dense"), activation, weights.linear(layer + "output.dense")),
                weights.norm(layer + "output.LayerNorm", epsilon));
    }

    @Override
    public Optional<VocabularyHead> vocabularyHead() {
        return Optional.of(new VocabularyHead(WORDS, vocabulary.dense(), true, vocabulary.norm(), true, vocabulary.bias(), activation, epsilon));
    }

    @Override
    public List<Parameter> classifierParameters(int labels) {
        return Stream.of(
                Parameter.linear(classifier.dense(), size.hidden(), size.hidden()),
                Parameter.linear(classifier.out(), labels, size.hidden())).flatMap(List::stream).toList();
    }

    @Override
    public Head classifier(ModelWeights weights) {
        Ops.Linear dense = weights.linear(classifier.dense());
        return ClassifierHead.ofFirstToken(x -> dense.apply(x).tanh(), weights.linear(classifier.out()));
    }
}
