package dev.isotherm.engine.text;

/**
 * What is kept of a text longer than the model's window; the special tokens at both ends always are.
 *
 * @param maxTokens the window, special tokens included, ≥ 1
 * @param side which end of the text is cut off
 */
public record Truncation(int maxTokens, Side side) {

    /** The end that is cut off. */
    public enum Side {
        LEFT,
        RIGHT
    }

    public Truncation {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens is %d, allowed is 1 and more".formatted(maxTokens));
        }
    }
}
