package dev.isotherm.engine.policy;

import dev.isotherm.engine.pooling.Centring;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Overflow;
import java.util.Optional;

/**
 * How each side of a retrieval is embedded.
 *
 * @param overflow what becomes of texts beyond the window when a request does not say; empty for the server's own choice
 * @param space fingerprint of the model as published that this was made for; empty for any
 */
public record EmbeddingPolicy(Side query, Side document, Optional<Overflow> overflow, Optional<String> space) {

    /** One side: its temperature, and what is taken out of its vectors. */
    public record Side(AttentionTemperature temperature, Optional<Centring> centring) {

        public static Side of(AttentionTemperature temperature) {
            return new Side(temperature, Optional.empty());
        }
    }

    /** That temperature for queries and documents, and nothing else. */
    public static EmbeddingPolicy of(AttentionTemperature temperature) {
        return new EmbeddingPolicy(Side.of(temperature), Side.of(temperature), Optional.empty(), Optional.empty());
    }
}
