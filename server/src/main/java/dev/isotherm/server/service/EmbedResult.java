package dev.isotherm.server.service;

import java.util.List;

/**
 * The answer to an {@link EmbedCall}, in the order of its texts.
 *
 * @param fingerprint names the space of these vectors
 */
public record EmbedResult(List<Embedded> texts, String fingerprint) {

    /**
     * One embedded text.
     *
     * @param tokens its tokens before truncation, special tokens and prompt included
     * @param tokensUsed the tokens the model saw
     */
    public record Embedded(float[] vector, int tokens, int tokensUsed) {

        public boolean truncated() {
            return tokensUsed < tokens;
        }
    }

    /** Tokens the model saw, all texts together. */
    public long tokensUsed() {
        return texts.stream().mapToLong(Embedded::tokensUsed).sum();
    }

    public long truncated() {
        return texts.stream().filter(Embedded::truncated).count();
    }
}
