package dev.isotherm.engine.pooling;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the vectors of a text's tokens become one. */
public enum Pooling {
    /** The first token's vector. */
    CLS,
    /** The largest number of each dimension. */
    MAX,
    /** The mean over all tokens, special tokens included. */
    MEAN,
    /** Their sum divided by the square root of how many there are. */
    MEAN_SQRT_LEN,
    /** The mean, weighted by a token's place from 1. */
    WEIGHTED_MEAN,
    /** The last token's vector. */
    LAST_TOKEN,
    /** A number for each word of the vocabulary: see {@link SparsePooling}. */
    SPLADE;

    /** The name in flags and answers: {@code cls}, {@code mean}, {@code last-token}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Pooling> of(String label) {
        return Arrays.stream(values()).filter(p -> p.label().equals(label)).findFirst();
    }

    public static String labels() {
        return Arrays.stream(values()).map(Pooling::label).collect(Collectors.joining(", "));
    }
}
