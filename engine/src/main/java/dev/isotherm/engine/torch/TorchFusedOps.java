package dev.isotherm.engine.torch;

import dev.isotherm.engine.torch.DeviceSpans.RowScale;
import dev.isotherm.engine.torch.Ops.EmbeddingTables;
import dev.isotherm.engine.torch.Ops.LayerNorm;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Plain LibTorch, one operation after another. */
final class TorchFusedOps implements FusedOps {

    private final TorchOps reference;

    TorchFusedOps(TorchOps reference) {
        this.reference = reference;
    }

    @Override
    public String name() {
        return "plain LibTorch";
    }

    @Override
    public void qkvBiasTemperature(Tensor qkv, Tensor bias, RowScale scale) {
        qkv.add_(bias);
        Tensor queries = qkv.narrow(1, 0, qkv.size(1) / 3);
        if (scale.rows().isPresent()) {
            // In float32, as the kernel does: a temperature rounded to half precision would be off.
            queries.copy_(queries.to(ScalarType.Float).mul(scale.rows().get().unsqueeze(1)));
        } else if (scale.uniform() != 1) {
            queries.copy_(queries.to(ScalarType.Float).mul(new Scalar(scale.uniform())));
        }
    }

    @Override
    public Tensor biasGelu(Tensor x, Tensor bias) {
        return torch.gelu(x.add_(bias));
    }

    @Override
    public Tensor residualLayerNorm(Tensor x, Tensor residual, LayerNorm norm) {
        return reference.layerNorm(x.add_(residual), norm);
    }

    @Override
    public Tensor embeddingLayerNorm(EmbeddingTables tables, StagedBatch batch, LayerNorm norm) {
        return reference.embed(tables, batch, norm);
    }

    @Override
    public Tensor mean(Tensor x, StagedBatch batch) {
        return reference.mean(x, batch);
    }
}
