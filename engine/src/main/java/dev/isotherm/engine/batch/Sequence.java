package dev.isotherm.engine.batch;

import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Tokens;

/** One tokenized text with the attention temperature it asks for. */
public record Sequence(Tokens tokens, AttentionTemperature temperature) {

    public int length() {
        return tokens.count();
    }
}
