package dev.isotherm.engine.model;

import dev.isotherm.engine.torch.Ops;
import dev.isotherm.engine.torch.Ops.LayerNorm;
import dev.isotherm.engine.torch.Ops.Linear;
import dev.isotherm.engine.torch.Ops.Run;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** One encoder layer with post-norm residuals. */
record BertLayer(
        int heads, Linear qkv, Linear attentionOutput, LayerNorm attentionNorm, Linear up, Linear down, LayerNorm outputNorm) {

    static BertLayer load(int index, BertConfig config, WeightLoader weights, Ops ops) {
        long hidden = config.hiddenSize();
        long inner = config.intermediateSize();
        String layer = "encoder.layer." + index + ".";
        List<String> projections = List.of("query", "key", "value");
        Tensor qkvWeight = weights.loadStacked(
                projections.stream().map(p -> layer + "attention.self." + p + ".weight").toList(), hidden, hidden);
        Tensor qkvBias = weights.loadStacked(
                projections.stream().map(p -> layer + "attention.self." + p + ".bias").toList(), hidden);
        return new BertLayer(
                config.heads(),
                ops.linear(qkvWeight, qkvBias),
                linear(layer + "attention.output.dense", hidden, hidden, weights, ops),
                norm(layer + "attention.output.LayerNorm", config, weights),
                linear(layer + "intermediate.dense", inner, hidden, weights, ops),
                linear(layer + "output.dense", hidden, inner, weights, ops),
                norm(layer + "output.LayerNorm", config, weights));
    }

    static LayerNorm norm(String name, BertConfig config, WeightLoader weights) {
        return new LayerNorm(
                weights.load(name + ".weight", config.hiddenSize()),
                weights.load(name + ".bias", config.hiddenSize()),
                config.layerNormEpsilon());
    }

    /** [T, H] to [T, H]. */
    Tensor forward(Tensor x, List<Run> runs, Tensor rowScale, Ops ops) {
        Tensor context = ops.attention(qkv.apply(x), heads, runs, rowScale);
        Tensor attended = ops.layerNorm(attentionOutput.apply(context).add_(x), attentionNorm);
        Tensor inner = ops.gelu(up.apply(attended));
        return ops.layerNorm(down.apply(inner).add_(attended), outputNorm);
    }

    private static Linear linear(String name, long out, long in, WeightLoader weights, Ops ops) {
        return ops.linear(weights.load(name + ".weight", out, in), weights.load(name + ".bias", out));
    }
}
