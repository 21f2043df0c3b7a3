package dev.isotherm.engine.model;

import dev.isotherm.engine.torch.Ops;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A normalization over the last dimension. */
interface Norm {

    Norm NONE = (x, ops) -> x;

    Tensor apply(Tensor x, Ops ops);

    /** With mean and variance, γ and β, over [R, H]. */
    static Norm of(Ops.LayerNorm parameters) {
        return (x, ops) -> ops.layerNorm(x, parameters);
    }

    /** {@code x / √(mean(x²) + ε) · γ} (arXiv 1910.07467), taken in float32. */
    record RootMeanSquare(Tensor gamma, double epsilon) implements Norm {

        @Override
        public Tensor apply(Tensor x, Ops ops) {
            Tensor wide = x.to(ScalarType.Float);
            Tensor scale = wide.square().mean(new long[] {-1}, true, new ScalarTypeOptional()).add_(new Scalar(epsilon)).rsqrt();
            return wide.mul(scale).mul(gamma).to(x.scalar_type());
        }
    }
}
