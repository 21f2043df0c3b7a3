package dev.isotherm.engine.text;

import java.util.List;

/** Turns text into the token ids a model was trained on. Safe for use by several threads. */
public interface Tokenizer extends AutoCloseable {

    /**
     * Tokenizes with the model's special tokens. Every string is accepted: a lone surrogate, which is not Unicode text, counts as
     * U+FFFD; an empty text has its special tokens only.
     */
    EncodedText encode(String text);

    /** Two texts that the model reads together, such as a question and an answer, with the special tokens between them. */
    EncodedText encodePair(String first, String second);

    /** Token ids as they are; those at the ends that are the tokenizer's special ones count as special. */
    EncodedText ofIds(int[] ids);

    /** Tokenizes and cuts to the window. */
    default Tokens encode(String text, Truncation truncation) {
        return encode(text).cut(truncation);
    }

    /**
     * Each token with the part of the text that it stands for.
     *
     * @param addSpecialTokens whether those that a model wants around a text are added
     */
    List<Piece> pieces(String text, boolean addSpecialTokens);

    /**
     * The text that tokens stand for, as far as they tell.
     *
     * @param skipSpecialTokens whether special ones are left out
     */
    String decode(int[] ids, boolean skipSpecialTokens);

    /** How many tokens the tokenizer adds around a text. */
    int specialTokens();

    @Override
    void close();
}
