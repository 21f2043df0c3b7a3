package dev.isotherm.engine.model;

import dev.isotherm.engine.hub.DenseModule;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A layer over pooled vectors, in float32: there are few of them.
 *
 * @param weight [out, in]
 * @param bias [out]
 */
record DenseLayer(Tensor weight, Tensor bias, DenseModule.Activation activation) {

    static DenseLayer of(DenseModule module, ModelWeights weights) {
        return new DenseLayer(
                weights.view(() -> weights.tensor(module.layer() + ".weight").to(ScalarType.Float)),
                weights.view(() -> weights.biasOrZeros(module.layer(), module.out()).to(ScalarType.Float)),
                module.activation());
    }

    /** [B, in] to [B, out]. */
    Tensor apply(Tensor pooled) {
        Tensor y = torch.linear(pooled, weight, new TensorOptional(bias));
        return switch (activation) {
            case IDENTITY -> y;
            case TANH -> y.tanh();
            case RELU -> torch.relu(y);
            case GELU -> torch.gelu(y);
            case SIGMOID -> y.sigmoid();
        };
    }
}
