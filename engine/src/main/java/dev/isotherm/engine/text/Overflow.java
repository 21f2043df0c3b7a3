package dev.isotherm.engine.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What becomes of a text beyond the model's window. */
public enum Overflow {
    /** It is cut. */
    TRUNCATE,
    /** The request is refused. */
    ERROR,
    /** The mean of the unnormalised vectors of windows that hold it, the last one moved back to be full. */
    MEAN,
    /** The mean over all of its tokens, each seen in the one of overlapping windows in which it stands farthest from an edge. */
    LATE;

    /** The name in requests. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Overflow> of(String label) {
        return Arrays.stream(values()).filter(overflow -> overflow.label().equals(label)).findFirst();
    }

    public static String labels() {
        return Arrays.stream(values()).map(Overflow::label).collect(Collectors.joining(", "));
    }
}
