package dev.isotherm.engine.torch;

import dev.isotherm.engine.torch.Ops.Run;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** How evenly attention looks, one sequence after the other: for looking at, not for speed. */
final class AttentionEntropy {

    /** Weights below are taken for this: p·ln p of the smallest float is 0 within any precision that matters. */
    private static final double SMALLEST = 1e-30;

    private AttentionEntropy() {}

    /**
     * @param qkv [R, 3H]: queries, keys, values
     * @param scales 1/(τ√d) of each sequence
     * @return of each sequence {@code −Σ p ln p / ln n}, the mean over heads and tokens; 0 for a single token
     */
    static double[] of(Tensor qkv, int heads, List<Run> runs, float[] scales) {
        double[] entropies = new double[scales.length];
        for (Run run : runs) {
            for (int i = 0; i < run.sequences() && run.length() > 1; i++) {
                try (PointerScope scope = new PointerScope()) {
                    Tensor rows = qkv.narrow(0, run.start() + (long) i * run.length(), run.length()).to(ScalarType.Float);
                    entropies[run.first() + i] = of(rows, heads, scales[run.first() + i]) / Math.log(run.length());
                }
            }
        }
        return entropies;
    }

    private static double of(Tensor rows, int heads, float scale) {
        Tensor weights = torch.softmax(torch.matmul(part(rows, heads, 0).mul(new Scalar(scale)), part(rows, heads, 1).transpose(1, 2)), -1);
        return -weights.mul(weights.clamp_min(new Scalar(SMALLEST)).log()).sum(-1).mean().item_double();
    }

    /** [heads, n, d]. */
    private static Tensor part(Tensor rows, int heads, int index) {
        long hidden = rows.size(1) / 3;
        return rows.narrow(1, index * hidden, hidden).unflatten(1, heads, hidden / heads).transpose(0, 1);
    }
}
