package dev.isotherm.engine.torch;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * What makes one kind of attention: {@code softmax((s·QKᵀ + bias)/τ)·V}, where a query sees the keys within reach.
 *
 * @param heads of queries
 * @param keyHeads of keys and values, a divisor of {@code heads}: each serves as many query heads, one after the other (grouped queries,
 *     arXiv 2305.13245)
 * @param headSize d
 * @param logitScale s: 1/√d, or what the model has instead
 * @param reachBack how many tokens before its own a query sees
 * @param reachAhead how many after it; 0 in causal attention
 * @param bias what is added to logits; divided by τ like them
 */
public record AttentionShape(
        int heads, int keyHeads, int headSize, double logitScale, int reachBack, int reachAhead, Optional<DistanceBias> bias) {

    private static final int UNBOUNDED = Integer.MAX_VALUE;

    /** Every query sees every key of its sequence, each by a head of its own. */
    public static AttentionShape of(int heads, int headSize) {
        return new AttentionShape(heads, heads, headSize, 1 / Math.sqrt(headSize), UNBOUNDED, UNBOUNDED, Optional.empty());
    }

    public AttentionShape withKeyHeads(int count) {
        return new AttentionShape(heads, count, headSize, logitScale, reachBack, reachAhead, bias);
    }

    public AttentionShape withLogitScale(double scale) {
        return new AttentionShape(heads, keyHeads, headSize, scale, reachBack, reachAhead, bias);
    }

    public AttentionShape withReach(int back, int ahead) {
        return new AttentionShape(heads, keyHeads, headSize, logitScale, back, ahead, bias);
    }

    /** No query sees what comes after it. */
    public AttentionShape causal() {
        return withReach(reachBack, 0);
    }

    public AttentionShape with(DistanceBias added) {
        return new AttentionShape(heads, keyHeads, headSize, logitScale, reachBack, reachAhead, Optional.of(added));
    }

    /**
     * How evenly attention looks: see {@code LayerSignal}.
     *
     * @param q [R, heads, d]
     * @param k [R, keyHeads, d]
     * @return one number a sequence
     */
    public double[] entropy(Tensor q, Tensor k, StagedBatch batch, int layer) {
        return AttentionEntropy.of(q, k, this, batch.runs(), batch.logitScale()[layer]);
    }

    /** Whether it is what BERT has, for which there are kernels. */
    boolean isPlain() {
        return heads == keyHeads && !isBounded() && bias.isEmpty();
    }

    boolean isBounded() {
        return reachBack != UNBOUNDED || reachAhead != UNBOUNDED;
    }

    /** Whether a sequence of that length has keys that a query does not see. */
    boolean hides(int length) {
        return reachBack < length - 1 || reachAhead < length - 1;
    }

    /**
     * What is added to the logits by distance, {@code key − query} from {@code 1 − length} to {@code length − 1}; −∞ beyond reach.
     *
     * @return [heads][2·length − 1], or [1][…] where heads do not differ
     */
    float[][] perDistance(int length) {
        float[][] values = new float[bias.isPresent() ? heads : 1][2 * length - 1];
        for (int head = 0; head < values.length; head++) {
            for (int i = 0; i < values[head].length; i++) {
                int distance = i - length + 1;
                boolean seen = -(long) distance <= reachBack && distance <= reachAhead;
                values[head][i] = seen ? at(head, distance) : Float.NEGATIVE_INFINITY;
            }
        }
        return values;
    }

    private float at(int head, int distance) {
        return bias.isPresent() ? bias.get().at(head, distance) : 0;
    }
}
