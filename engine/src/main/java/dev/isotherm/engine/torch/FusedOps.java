package dev.isotherm.engine.torch;

import dev.isotherm.engine.torch.DeviceSpans.RowScale;
import dev.isotherm.engine.torch.Ops.EmbeddingTables;
import dev.isotherm.engine.torch.Ops.LayerNorm;
import org.bytedeco.pytorch.Tensor;

/**
 * What a forward pass on CUDA does beside products and attention, each in one pass over its rows: T tokens, hidden size H.
 * {@link TorchFusedOps} is the readable reference, and what runs where kernels cannot be compiled.
 */
interface FusedOps {

    /** The name in logs. */
    String name();

    /**
     * Adds the bias to packed queries, keys and values, in place, and multiplies the queries by 1/τ.
     *
     * @param qkv [T, 3H]
     * @param bias [3H]
     */
    void qkvBiasTemperature(Tensor qkv, Tensor bias, RowScale scale);

    /** {@code gelu(x + b)} with the exact error function: [T, N]; may overwrite x. */
    Tensor biasGelu(Tensor x, Tensor bias);

    /** {@code LN(x + residual)·γ + β}, statistics in float32: [T, H]. */
    Tensor residualLayerNorm(Tensor x, Tensor residual, LayerNorm norm);

    /** {@code LN(words[id] + types[type] + positions[position])·γ + β}: [T, H]. */
    Tensor embeddingLayerNorm(EmbeddingTables tables, StagedBatch batch, LayerNorm norm);

    /** The mean over each sequence: [T, H] to [B, H] in float32. */
    Tensor mean(Tensor x, StagedBatch batch);
}
