package dev.isotherm.engine.batch;

import dev.isotherm.engine.temperature.PassTemperature;
import dev.isotherm.engine.text.Tokens;

/** One tokenized text with the attention temperature it asks for, and what is wanted of it. */
public record Sequence(Tokens tokens, PassTemperature temperature, Wanted wanted) {

    /** One of which a vector is wanted. */
    public Sequence(Tokens tokens, PassTemperature temperature) {
        this(tokens, temperature, Wanted.TEXT);
    }

    public int length() {
        return tokens.count();
    }
}
