package dev.isotherm.engine.text;

/** Turns text into the token ids a model was trained on. Safe for use by several threads. */
public interface Tokenizer extends AutoCloseable {

    /**
     * Tokenizes with the model's special tokens, then cuts to the window. Every string is accepted: a lone surrogate, which is
     * not Unicode text, counts as U+FFFD; an empty text has its special tokens only.
     */
    Tokens encode(String text, Truncation truncation);

    /** How many tokens the tokenizer adds around a text. */
    int specialTokens();

    @Override
    void close();
}
