package dev.isotherm.server.service;

import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Truncation;
import java.util.List;
import java.util.Optional;

/**
 * What a client asks for, whatever dialect it speaks; empty means the server's default.
 *
 * @param field name of the field that holds the texts, for messages
 * @param texts the texts to embed
 * @param truncate whether texts beyond the window are cut or refused
 * @param truncationSide the end of a text that is cut off
 * @param promptName name of the model's prompt put before each text
 * @param normalize whether vectors get length 1
 * @param dimensions how many leading components are kept
 * @param temperature attention temperature
 * @param expectedFingerprint the space the client expects; another is refused
 */
public record EmbedCall(
        String field,
        List<String> texts,
        Optional<Boolean> truncate,
        Truncation.Side truncationSide,
        Optional<String> promptName,
        Optional<Boolean> normalize,
        Optional<Integer> dimensions,
        Optional<AttentionTemperature> temperature,
        Optional<String> expectedFingerprint) {

    public EmbedCall {
        texts = List.copyOf(texts);
    }
}
