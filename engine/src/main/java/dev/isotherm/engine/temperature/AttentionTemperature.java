package dev.isotherm.engine.temperature;

import java.util.List;

/**
 * The attention temperature τ: every layer computes {@code softmax((QKᵀ/√d + bias)/τ)} (TempScale, arXiv 2410.24200).
 * τ &lt; 1 sharpens attention and counters the collapse of long texts' embeddings; τ = 1 is the model as published.
 *
 * <p>A policy is data: it says in which forward passes a text is embedded and at which τ, prints itself and can be read back with
 * {@link #parse}. Every τ that a policy yields lies within [{@value #MIN}, {@value #MAX}].
 */
public sealed interface AttentionTemperature permits PassTemperature, BlendTemperature {

    double MIN = 0.05;
    double MAX = 20;

    /** The model as published. */
    PassTemperature NONE = new FixedTemperature(1.0);

    /** One for each forward pass that a text takes; the passes' vectors, scaled to length 1, are averaged. */
    List<PassTemperature> members();

    /** The canonical text of this policy; {@code parse(p.toString())} equals {@code p}. */
    @Override
    String toString();

    /** True when every sequence gets τ = 1 in every layer. */
    default boolean isNone() {
        return equals(NONE);
    }

    /**
     * Reads a policy: {@code 0.8} · {@code log:512} · {@code ranges:1=1.0,129=0.9,257=0.8} · {@code first-half:0.5} ·
     * {@code last:4:log:64} · {@code blend:1.0,0.5}.
     *
     * @throws InvalidTemperatureException when the text is none of these or a τ is out of range
     */
    static AttentionTemperature parse(String text) {
        return TemperatureParser.parse(text);
    }

    /** Returns {@code tau} when it is a number within the allowed range. */
    static double requireInRange(double tau) {
        if (!(tau >= MIN && tau <= MAX)) {
            throw new InvalidTemperatureException(Double.toString(tau));
        }
        return tau;
    }
}
