package dev.isotherm.engine.model;

import dev.isotherm.engine.hub.ModelException;
import java.util.function.DoubleUnaryOperator;

/** Frequencies of rotary positions as {@code config.json} asks for them, in its older and its newer spelling. */
final class RotaryConfig {

    private RotaryConfig() {}

    /**
     * @param rotated dimensions of a head that are turned
     * @param theta unless the configuration says otherwise
     * @throws ModelException when positions are scaled in a way that is not supported
     */
    static float[] frequencies(ConfigJson config, int rotated, double theta) {
        ConfigJson newer = config.part("rope_parameters");
        ConfigJson scaling = newer.given("rope_type") ? newer : config.part("rope_scaling");
        double base = newer.positive("rope_theta", config.positive("rope_theta", theta));
        String type = scaling.text("rope_type", scaling.text("type", "default"));
        if (type.equals("ntk")) {
            return stretched(base, scaling.positive("factor", 1), rotated);
        }
        DoubleUnaryOperator scaled = switch (type) {
            case "default" -> frequency -> frequency;
            case "linear" -> linear(scaling);
            case "llama3" -> llama3(scaling);
            default -> throw new ModelException("config.json: rope_scaling is of type '%s', supported are default, linear, llama3, ntk".formatted(type));
        };
        float[] frequencies = Rotary.frequencies(base, rotated);
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = (float) scaled.applyAsDouble(frequencies[i]);
        }
        return frequencies;
    }

    /** A base so much larger that the slowest turn is slowed by the factor twice, the fastest by little: what GTE's own code does. */
    private static float[] stretched(double base, double factor, int rotated) {
        float[] frequencies = Rotary.frequencies(base * factor, rotated);
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = (float) (frequencies[i] / Math.pow(factor, 2.0 / rotated));
        }
        return frequencies;
    }

    private static DoubleUnaryOperator linear(ConfigJson scaling) {
        double factor = scaling.positive("factor", 1);
        return frequency -> frequency / factor;
    }

    /** Slow turns are slowed by the factor, fast ones stay, and those between are mixed. */
    private static DoubleUnaryOperator llama3(ConfigJson scaling) {
        double factor = scaling.positive("factor", 8);
        double slow = scaling.positive("low_freq_factor", 1);
        double fast = scaling.positive("high_freq_factor", 4);
        double trained = scaling.positive("original_max_position_embeddings", 8192);
        return frequency -> {
            double turns = trained * frequency / (2 * Math.PI);
            double kept = Math.min(1, Math.max(0, (turns - slow) / (fast - slow)));
            return kept * frequency + (1 - kept) * frequency / factor;
        };
    }
}
