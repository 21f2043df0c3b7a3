package dev.isotherm.server.service;

import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Overflow;
import dev.isotherm.engine.text.Truncation;
import java.util.List;
import java.util.Optional;

/**
 * What a client asks for, whatever dialect it speaks; empty means the server's default.
 *
 * @param field name of the field that holds the inputs, for messages
 * @param inputs the texts to embed
 * @param overflow what becomes of texts beyond the window
 * @param truncationSide the end of a text that is cut off
 * @param prompt what is put before each text
 * @param normalize whether vectors get length 1
 * @param dimensions how many leading components are kept
 * @param temperature attention temperature
 * @param expectedFingerprint the space the client expects; another is refused
 */
public record EmbedCall(
        String field,
        List<Input> inputs,
        Optional<Overflow> overflow,
        Truncation.Side truncationSide,
        PromptChoice prompt,
        Optional<Boolean> normalize,
        Optional<Integer> dimensions,
        Optional<AttentionTemperature> temperature,
        Optional<String> expectedFingerprint) {

    public EmbedCall {
        inputs = List.copyOf(inputs);
    }
}
