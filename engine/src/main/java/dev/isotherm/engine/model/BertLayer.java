package dev.isotherm.engine.model;

import dev.isotherm.engine.torch.Ops;
import dev.isotherm.engine.torch.Ops.LayerNorm;
import dev.isotherm.engine.torch.Ops.Linear;
import dev.isotherm.engine.torch.Ops.SelfAttention;
import dev.isotherm.engine.torch.StagedBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** One encoder layer with post-norm residuals. */
record BertLayer(
        SelfAttention attention, Linear attentionOutput, LayerNorm attentionNorm, Linear up, Linear down, LayerNorm outputNorm) {

    private static final String QKV = "attention.self.qkv";
    private static final String ATTENTION_OUTPUT = "attention.output.dense";
    private static final String ATTENTION_NORM = "attention.output.LayerNorm";
    private static final String UP = "intermediate.dense";
    private static final String DOWN = "output.dense";
    private static final String OUTPUT_NORM = "output.LayerNorm";

    static List<Parameter> parameters(int index, BertConfig config) {
        String layer = name(index);
        long hidden = config.hiddenSize();
        long inner = config.intermediateSize();
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(new Parameter(layer + QKV + ".weight", projections(layer, ".weight"), new long[] {hidden, hidden}));
        parameters.add(new Parameter(layer + QKV + ".bias", projections(layer, ".bias"), new long[] {hidden}));
        parameters.addAll(Parameter.linear(layer + ATTENTION_OUTPUT, hidden, hidden));
        parameters.addAll(Parameter.norm(layer + ATTENTION_NORM, hidden));
        parameters.addAll(Parameter.linear(layer + UP, inner, hidden));
        parameters.addAll(Parameter.linear(layer + DOWN, hidden, inner));
        parameters.addAll(Parameter.norm(layer + OUTPUT_NORM, hidden));
        return parameters;
    }

    static BertLayer of(int index, BertConfig config, ModelWeights weights) {
        String layer = name(index);
        return new BertLayer(
                weights.selfAttention(layer + QKV, config.heads()),
                weights.linear(layer + ATTENTION_OUTPUT),
                weights.norm(layer + ATTENTION_NORM, config.layerNormEpsilon()),
                weights.linear(layer + UP),
                weights.linear(layer + DOWN),
                weights.norm(layer + OUTPUT_NORM, config.layerNormEpsilon()));
    }

    /**
     * [R, H] to [R, H], or to [B, H] if rows are chosen.
     *
     * @param index of this layer
     * @param rows [B], the rows that are wanted; empty for all
     */
    Tensor forward(Tensor x, StagedBatch batch, int index, Optional<Tensor> rows, Ops ops) {
        Tensor context = attention.apply(x, batch, index);
        return rows.map(wanted -> afterAttention(context.index_select(0, wanted), x.index_select(0, wanted), ops))
                .orElseGet(() -> afterAttention(context, x, ops));
    }

    /** How evenly each sequence's tokens are looked at. */
    double[] entropy(Tensor x, StagedBatch batch, int index) {
        return attention.entropy(x, batch, index);
    }

    /** Each row by itself. */
    private Tensor afterAttention(Tensor context, Tensor x, Ops ops) {
        Tensor attended = ops.addNorm(attentionOutput, context, x, attentionNorm);
        return ops.addNorm(down, up.gelu(attended), attended, outputNorm);
    }

    private static String name(int index) {
        return "encoder.layer." + index + ".";
    }

    private static List<String> projections(String layer, String kind) {
        return Stream.of("query", "key", "value").map(p -> layer + "attention.self." + p + kind).toList();
    }
}
