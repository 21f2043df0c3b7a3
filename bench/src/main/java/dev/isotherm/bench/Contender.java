package dev.isotherm.bench;

import dev.isotherm.engine.text.Tokens;
import java.util.List;

/** What turns tokenized texts into vectors of length 1, in the order of the texts. */
interface Contender extends AutoCloseable {

    /** With its number format, such as {@code Isotherm bfloat16}. */
    String name();

    /** @param feeding how texts are given to a contender that does not batch by itself */
    List<float[]> embed(List<Tokens> texts, Feeding feeding);

    @Override
    void close();
}
