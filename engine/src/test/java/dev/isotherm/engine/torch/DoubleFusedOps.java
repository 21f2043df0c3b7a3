package dev.isotherm.engine.torch;

import dev.isotherm.engine.torch.DeviceSpans.RowScale;
import dev.isotherm.engine.torch.Ops.EmbeddingTables;
import dev.isotherm.engine.torch.Ops.LayerNorm;
import dev.isotherm.engine.torch.Ops.Run;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The truth that kernels are held to: the formulas over tensors in float64. */
final class DoubleFusedOps implements FusedOps {

    private final TorchOps reference = new TorchOps();

    @Override
    public String name() {
        return "float64";
    }

    @Override
    public void qkvBiasTemperature(Tensor qkv, Tensor bias, RowScale scale) {
        qkv.add_(bias);
        Tensor queries = qkv.narrow(1, 0, qkv.size(1) / 3);
        scale.rows().ifPresentOrElse(
                rows -> queries.mul_(rows.to(ScalarType.Double).unsqueeze(1)), () -> queries.mul_(new Scalar((double) scale.uniform())));
    }

    @Override
    public Tensor biasGelu(Tensor x, Tensor bias) {
        return torch.gelu(x.add(bias));
    }

    @Override
    public Tensor residualLayerNorm(Tensor x, Tensor residual, LayerNorm norm) {
        return reference.layerNorm(x.add(residual), norm);
    }

    @Override
    public Tensor embeddingLayerNorm(EmbeddingTables tables, StagedBatch batch, LayerNorm norm) {
        return reference.embed(tables, batch, norm);
    }

    @Override
    public Tensor mean(Tensor x, StagedBatch batch) {
        TensorVector means = new TensorVector();
        for (Run run : batch.runs()) {
            means.push_back(x.narrow(0, run.start(), run.rows()).unflatten(0, run.sequences(), run.length()).mean(1));
        }
        return torch.cat(means, 0);
    }
}
