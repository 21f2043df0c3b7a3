package dev.isotherm.engine.text;

/**
 * A part of a text that fits the model's window.
 *
 * @param tokens what the model sees
 * @param from the first of these tokens that is the text's in this window and no other
 * @param to the token after the last such: the ranges of all windows hold every token of the text once
 */
public record Window(Tokens tokens, int from, int to) {

    /** How many tokens of the text are this window's. */
    public int own() {
        return to - from;
    }
}
