package dev.isotherm.server.service;

import dev.isotherm.engine.Passage;
import java.util.List;

/**
 * How much of a text the model read.
 *
 * @param tokens its tokens, special tokens and prompt included
 * @param tokensUsed those of them that the model saw
 */
public record Counts(int tokens, int tokensUsed) {

    static Counts of(Passage passage) {
        return new Counts(passage.total(), passage.used());
    }

    public boolean truncated() {
        return tokensUsed < tokens;
    }

    /** Tokens that the model saw, all texts together. */
    public static long used(List<Counts> texts) {
        return texts.stream().mapToLong(Counts::tokensUsed).sum();
    }

    /** How many texts were cut. */
    public static long truncated(List<Counts> texts) {
        return texts.stream().filter(Counts::truncated).count();
    }
}
