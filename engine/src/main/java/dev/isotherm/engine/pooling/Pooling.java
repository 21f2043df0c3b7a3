package dev.isotherm.engine.pooling;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the vectors of a text's tokens become one. */
public enum Pooling {
    /** The first token's vector. */
    CLS,
    /** The mean over all tokens, special tokens included. */
    MEAN,
    /** The last token's vector. */
    LAST_TOKEN;

    /** The name in flags and model files: {@code cls}, {@code mean}, {@code last-token}. */
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
