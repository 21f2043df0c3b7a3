package dev.isotherm.engine.model;

import dev.isotherm.engine.hub.VectorModule;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A layer over pooled vectors, in float32: there are few of them. */
interface VectorLayer {

    /** [B, in] to [B, out]. */
    Tensor apply(Tensor pooled);

    /** A module's parameters, which stand in a folder of their own. */
    static List<Parameter> parameters(VectorModule module) {
        if (module instanceof VectorModule.Dense dense) {
            return Parameter.linear(dense.path() + "/linear", dense.out(), dense.in(), dense.bias()).toList();
        }
        return Parameter.norm(module.path() + "/norm", module.out());
    }

    static VectorLayer of(VectorModule module, ModelWeights weights) {
        if (module instanceof VectorModule.Dense dense) {
            return new Dense(
                    wide(weights, () -> weights.tensor(dense.path() + "/linear.weight")),
                    wide(weights, () -> weights.biasOrZeros(dense.path() + "/linear", dense.out())), dense.activation());
        }
        return new LayerNorm(
                wide(weights, () -> weights.tensor(module.path() + "/norm.weight")), wide(weights, () -> weights.tensor(module.path() + "/norm.bias")));
    }

    private static Tensor wide(ModelWeights weights, Supplier<Tensor> tensor) {
        return weights.view(() -> tensor.get().to(ScalarType.Float));
    }

    /**
     * @param weight [out, in]
     * @param bias [out]
     */
    record Dense(Tensor weight, Tensor bias, VectorModule.Activation activation) implements VectorLayer {

        @Override
        public Tensor apply(Tensor pooled) {
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

    /** γ and β [size]. */
    record LayerNorm(Tensor gamma, Tensor beta) implements VectorLayer {

        /** PyTorch's own; the module has no field for it. */
        private static final double EPSILON = 1e-5;

        @Override
        public Tensor apply(Tensor pooled) {
            return torch.layer_norm(pooled, new long[] {gamma.size(0)}, new TensorOptional(gamma), new TensorOptional(beta), EPSILON, false);
        }
    }
}
