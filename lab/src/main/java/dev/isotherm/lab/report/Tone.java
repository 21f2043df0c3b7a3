package dev.isotherm.lab.report;

/** How a cell is meant. */
public enum Tone {
    PLAIN(""),
    /** A change for the better that can be relied on. */
    GOOD("✓ "),
    /** A change for the worse that can be relied on. */
    BAD("✗ "),
    /** Set in bold, neither good nor bad: the chosen one, the reference. */
    STRONG("");

    private final String mark;

    Tone(String mark) {
        this.mark = mark;
    }

    /** Stands before the text, so that nobody needs colours to see it, and so that digits stay aligned. */
    String mark() {
        return mark;
    }
}
