package dev.isotherm.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.engine.torch.AttentionShape;
import dev.isotherm.engine.torch.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * MPNet (arXiv 2004.09297): BERT without token types, with positions as RoBERTa counts them and a relative bias that all layers share.
 *
 * @param positionRows rows of the table of positions
 */
record Mpnet(ModelSize size, int heads, int positionRows, Activation activation, double epsilon) implements Architecture {

    private static final String WORDS = "embeddings.word_embeddings.weight";
    private static final String POSITIONS = "embeddings.position_embeddings.weight";
    private static final String NORM = "embeddings.LayerNorm";
    private static final String BIAS = "encoder.relative_attention_bias.weight";
    /** The reference library takes these whatever the configuration says: the row of a text's first token, buckets, the farthest distance. */
    private static final int FIRST_POSITION = 2;
    private static final int BUCKETS = 32;
    private static final int FARTHEST = 128;

    static Architecture read(JsonNode json) {
        ConfigJson config = new ConfigJson(json);
        int hidden = config.size("hidden_size");
        int rows = config.size("max_position_embeddings");
        config.require("relative_attention_num_buckets", Integer.toString(BUCKETS), Integer.toString(BUCKETS));
        if (rows <= FIRST_POSITION) {
            throw new ModelException("config.json: max_position_embeddings is %d, but positions start at %d".formatted(rows, FIRST_POSITION));
        }
        ModelSize size = new ModelSize(hidden, config.layers("num_hidden_layers"), config.size("vocab_size"), 0, rows - FIRST_POSITION,
                config.size("intermediate_size"));
        return new Mpnet(size, config.heads("num_attention_heads", hidden, "hidden_size"), rows, config.activation("hidden_act", "gelu"),
                config.positive("layer_norm_eps", 1e-12));
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(Parameter.of(WORDS, size.vocabulary(), size.hidden()));
        parameters.add(Parameter.of(POSITIONS, positionRows, size.hidden()));
        parameters.addAll(Parameter.norm(NORM, size.hidden()));
        parameters.add(Parameter.of(BIAS, BUCKETS, heads));
        IntStream.range(0, size.layers()).forEach(layer -> parameters.addAll(layerParameters("encoder.layer." + layer + ".")));
        return parameters;
    }

    private List<Parameter> layerParameters(String layer) {
        int hidden = size.hidden();
        String attention = layer + "attention.attn.";
        return Stream.of(
                Parameter.stacked(attention + "qkv", List.of(attention + "q", attention + "k", attention + "v"), hidden, hidden),
                Parameter.linear(attention + "o", hidden, hidden),
                Parameter.norm(layer + "attention.LayerNorm", hidden),
                Parameter.linear(layer + "intermediate.dense", size.inner(), hidden),
                Parameter.linear(layer + "output.dense", hidden, size.inner()),
                Parameter.norm(layer + "output.LayerNorm", hidden)).flatMap(List::stream).toList();
    }

    @Override
    public Transformer build(ModelWeights weights, Ops ops) {
        Tensor positions = weights.view(() -> weights.tensor(POSITIONS).narrow(0, FIRST_POSITION, size.positions()));
        AttentionShape shape = AttentionShape.of(heads, size.hidden() / heads).with(RelativeBuckets.of(weights.tensor(BIAS), FARTHEST));
        return new Transformer(
                Stems.wordsAndPositions(weights.tensor(WORDS), positions, weights.norm(NORM, epsilon)),
                IntStream.range(0, size.layers()).mapToObj(layer -> layer("encoder.layer." + layer + ".", shape, weights, ops)).toList(),
                Norm.NONE);
    }

    private TransformerLayer layer(String layer, AttentionShape shape, ModelWeights weights, Ops ops) {
        return new TransformerLayer.PostNorm(
                ShapedAttention.of(new QueriesKeysValues.InOne(weights.linear(layer + "attention.attn.qkv")), shape, ops),
                weights.linear(layer + "attention.attn.o"),
                weights.norm(layer + "attention.LayerNorm", epsilon),
                new FeedForward.Plain(weights.linear(layer + "intermediate.dense"), activation, weights.linear(layer + "output.dense")),
                weights.norm(layer + "output.LayerNorm", epsilon));
    }
}
