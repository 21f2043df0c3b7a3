package dev.isotherm.engine.model;

/**
 * What one layer does to the tokens of each sequence; B sequences. Self-attention is a low-pass filter (arXiv 2410.24200): the more evenly
 * it looks, the less of what tells tokens apart is left behind it.
 *
 * @param highFrequency [B], {@code ‖X − mean‖/‖X‖} of the layer's output in Frobenius norms, 0 to 1: the part of the token signal that is
 *     not common to all tokens
 * @param attentionEntropy [B], of the attention weights as a share of the largest possible, {@code −Σ p ln p / ln n}, the mean over heads
 *     and tokens; 0 looks at one token, 1 at all alike; 0 for a single token
 */
public record LayerSignal(double[] highFrequency, double[] attentionEntropy) {}
