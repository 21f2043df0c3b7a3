package dev.isotherm.engine.pooling;

/**
 * How the logits of a text's tokens over the vocabulary become one sparse vector: SPLADE (arXiv 2107.05720, 2109.10086).
 *
 * @param sum whether tokens are summed; else the largest counts
 * @param twice whether the logarithm is taken twice
 */
public record SparsePooling(boolean sum, boolean twice) {

    /** {@code max over tokens of ln(1 + relu(logit))}. */
    public static final SparsePooling MAX = new SparsePooling(false, false);
}
