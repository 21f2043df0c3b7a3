package dev.isotherm.engine.model;

import java.util.Arrays;

/** What a forward pass yields, unnormalised, in float32. */
public sealed interface Output {

    /**
     * The vectors of an encoder that pools: [B][D].
     *
     * @throws ForwardException when this is another kind of output
     */
    default float[][] pooledVectors() {
        if (this instanceof Pooled pooled) {
            return pooled.vectors();
        }
        throw new ForwardException("the model yields no pooled vectors");
    }

    /** The rows of one sequence: its vector alone, its scores alone, or a vector for each of its tokens. */
    default float[][] rows(int sequence) {
        if (this instanceof Pooled pooled) {
            return new float[][] {pooled.vectors()[sequence]};
        }
        if (this instanceof Scores scores) {
            return new float[][] {scores.logits()[sequence]};
        }
        TokenVectors tokens = (TokenVectors) this;
        return Arrays.copyOfRange(tokens.vectors(), tokens.cuSeqlens()[sequence], tokens.cuSeqlens()[sequence + 1]);
    }

    /** One vector a sequence, in the order of the batch: [B][D]. */
    record Pooled(float[][] vectors) implements Output {}

    /** One vector a token, [T][D], and where sequences begin: [B+1]. */
    record TokenVectors(float[][] vectors, int[] cuSeqlens) implements Output {}

    /** One row of logits a sequence, one for each label: [B][labels]. */
    record Scores(float[][] logits) implements Output {}
}
