package dev.isotherm.engine.model;

import dev.isotherm.engine.torch.StagedBatch;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Rotary positions (arXiv 2104.09864): pairs (i, i + r/2) of a head's first r dimensions are turned by an angle that grows with the
 * token's position in its own sequence.
 *
 * @param frequencies [r/2] in float32
 */
record Rotary(Tensor frequencies) {

    /** θ^(−2i/r). */
    static float[] frequencies(double theta, int rotated) {
        float[] frequencies = new float[rotated / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = (float) (1 / Math.pow(theta, 2.0 * i / rotated));
        }
        return frequencies;
    }

    /** The turns of a batch's tokens; in float32, since an angle rounded to bfloat16 would be off by whole turns. */
    Turns turns(StagedBatch batch) {
        Tensor angles = batch.positions().to(ScalarType.Float).unsqueeze(1).mul(frequencies).unsqueeze(1);
        return new Turns(angles.cos(), angles.sin());
    }

    /** Of each token, the same for all heads: [R, 1, r/2]. */
    record Turns(Tensor cosine, Tensor sine) {

        /** [R, heads, d] to the same. */
        Tensor apply(Tensor x) {
            long half = cosine.size(2);
            Tensor wide = x.to(ScalarType.Float);
            Tensor first = wide.narrow(2, 0, half);
            Tensor second = wide.narrow(2, half, half);
            Tensor rest = wide.narrow(2, 2 * half, x.size(2) - 2 * half);
            TensorVector turned = new TensorVector(first.mul(cosine).sub_(second.mul(sine)), second.mul(cosine).add_(first.mul(sine)), rest);
            return torch.cat(turned, 2).to(x.scalar_type());
        }
    }
}
