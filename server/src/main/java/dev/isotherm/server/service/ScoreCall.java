package dev.isotherm.server.service;

import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Truncation;
import java.util.List;
import java.util.Optional;

/**
 * Texts, or pairs of them, for a classifier to score; empty means the server's default.
 *
 * @param field name of the field that holds them, for messages
 * @param truncate whether those beyond the window are cut or refused
 * @param truncationSide the end that is cut off
 * @param maxTokensOfSecond the most tokens of a pair's second text that are read
 */
public record ScoreCall(
        String field,
        List<Pair> pairs,
        Optional<Boolean> truncate,
        Truncation.Side truncationSide,
        int maxTokensOfSecond,
        Optional<AttentionTemperature> temperature,
        Optional<String> expectedFingerprint) {

    /** A text, with another that is read together with it. */
    public record Pair(String first, Optional<String> second) {

        public static Pair of(String first, String second) {
            return new Pair(first, Optional.of(second));
        }
    }

    public ScoreCall {
        pairs = List.copyOf(pairs);
    }
}
