package dev.isotherm.engine.torch;

import dev.isotherm.engine.torch.Ops.Run;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** How evenly attention looks, one sequence after the other: for looking at, not for speed. */
final class AttentionEntropy {

    /** Weights below are taken for this: p·ln p of the smallest float is 0 within any precision that matters. */
    private static final double SMALLEST = 1e-30;

    private AttentionEntropy() {}

    /**
     * @param q [R, heads, d]
     * @param k [R, keyHeads, d]
     * @param inverseTemperatures 1/τ of each sequence
     * @return of each sequence {@code −Σ p ln p / ln n}, the mean over heads and tokens; 0 for a single token
     */
    static double[] of(Tensor q, Tensor k, AttentionShape shape, List<Run> runs, float[] inverseTemperatures) {
        MaskedAttention attention = new MaskedAttention(shape);
        double[] entropies = new double[inverseTemperatures.length];
        for (Run run : runs) {
            for (int i = 0; i < run.sequences() && run.length() > 1; i++) {
                try (PointerScope scope = new PointerScope()) {
                    int sequence = run.first() + i;
                    Run alone = new Run(run.start() + i * run.length(), sequence, 1, run.length());
                    Tensor weights = attention.weights(q, k, alone, inverseTemperatures[sequence]);
                    entropies[sequence] = entropy(weights) / Math.log(run.length());
                }
            }
        }
        return entropies;
    }

    private static double entropy(Tensor weights) {
        return -weights.mul(weights.clamp_min(new Scalar(SMALLEST)).log()).sum(-1).mean().item_double();
    }
}
