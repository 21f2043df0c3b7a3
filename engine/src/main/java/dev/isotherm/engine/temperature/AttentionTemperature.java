package dev.isotherm.engine.temperature;

/**
 * The attention temperature τ: every layer computes {@code softmax((QKᵀ/√d + bias)/τ)} (TempScale, arXiv 2410.24200).
 * τ &lt; 1 sharpens attention and counters the collapse of long texts' embeddings; τ = 1 is the model as published.
 *
 * <p>A policy is data: it maps a sequence's own token count and a layer to τ, prints itself and can be read back with
 * {@link #parse}. Every τ that a policy yields lies within [{@value #MIN}, {@value #MAX}].
 */
public sealed interface AttentionTemperature permits FixedTemperature, LogLengthTemperature, RangeTemperature, FirstHalfTemperature {

    double MIN = 0.05;
    double MAX = 20;

    /** The model as published. */
    AttentionTemperature NONE = new FixedTemperature(1.0);

    /**
     * τ for one sequence in one layer.
     *
     * @param tokens the sequence's token count as the model sees it, special tokens included, ≥ 1
     * @param layer index of the layer, 0 ≤ layer &lt; layers
     * @param layers number of layers of the model
     */
    double at(int tokens, int layer, int layers);

    /** The canonical text of this policy; {@code parse(p.toString())} equals {@code p}. */
    @Override
    String toString();

    /** True when every sequence gets τ = 1 in every layer. */
    default boolean isNone() {
        return equals(NONE);
    }

    /**
     * Reads a policy: {@code 0.8} · {@code log:512} · {@code ranges:1=1.0,129=0.9,257=0.8} · {@code first-half:0.5}.
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
