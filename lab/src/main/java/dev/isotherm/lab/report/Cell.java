package dev.isotherm.lab.report;

import java.util.Objects;
import java.util.regex.Pattern;

/** One cell of a table: its text and how it is meant. */
public record Cell(String text, Tone tone) {

    /** 12 · −0.4 · 10,000 · &lt;0.001 · 85 % · +1.2** · +1.2 [0.3, 2.1] · 1e-5. */
    private static final Pattern NUMBER = Pattern.compile(
            "[<>≤≥≈~]? ?[+\\-−±]?\\d[\\d,\\u202f]*(\\.\\d+)?([eE][+\\-−]?\\d+)? ?(%|×|ms|s)?\\*{0,3}( ?\\[[^\\]]*])?");

    public Cell {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(tone, "tone");
    }

    public static Cell of(String text) {
        return new Cell(text, Tone.PLAIN);
    }

    /** A number with so many decimals, 0 to 12; one that is not finite becomes a dash. */
    public static Cell number(double value, int decimals) {
        return of(Numbers.fixed(value, decimals));
    }

    /** A difference, with its sign: +1.2 or −0.4; what rounds to zero has none. */
    public static Cell signed(double value, int decimals) {
        return of(Numbers.signed(value, decimals));
    }

    /** The same with its interval, both ends with a sign: +1.2 [+0.3, +2.1]. */
    public Cell withInterval(double low, double high, int decimals) {
        return new Cell(Numbers.interval(text, Numbers.signed(low, decimals), Numbers.signed(high, decimals)), tone);
    }

    /** This text, meant differently. */
    public Cell as(Tone other) {
        return new Cell(text, other);
    }

    boolean isNumber() {
        return NUMBER.matcher(text.strip()).matches();
    }

    boolean isGap() {
        return text.isBlank() || text.strip().equals(Numbers.GAP);
    }
}
