package dev.isotherm.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

/** Scaled positions against the reference library's frequencies, as its {@code ROPE_INIT_FUNCTIONS} gave them (transformers 5.18), heads of 16. */
class RotaryConfigTest {

    private static final double[] LLAMA3 = {1.0, 0.193922758102417, 0.03760603070259094, 0.00729266507551074, 0.0005248460220173001,
        3.428102354519069e-05, 6.647869668086059e-06, 1.289173155782919e-06};
    private static final double[] LINEAR = {0.25, 0.07905694097280502, 0.02500000037252903, 0.007905694656074047, 0.0024999999441206455,
        0.0007905694656074047, 0.0002500000118743628, 7.905694656074047e-05};
    private static final String LLAMA3_FACTORS =
            "'factor': 8.0, 'low_freq_factor': 1.0, 'high_freq_factor': 4.0, 'original_max_position_embeddings': 8192";

    @Test
    void slowTurnsOfLlama3AreSlowed() {
        assertFrequencies("{'rope_parameters': {'rope_type': 'llama3', 'rope_theta': 500000.0, " + LLAMA3_FACTORS + "}}", LLAMA3);
        assertFrequencies("{'rope_theta': 500000.0, 'rope_scaling': {'rope_type': 'llama3', " + LLAMA3_FACTORS + "}}", LLAMA3);
    }

    @Test
    void linearScalingSlowsAllAlike() {
        assertFrequencies("{'rope_parameters': {'rope_type': 'linear', 'rope_theta': 10000.0, 'factor': 4.0}}", LINEAR);
        assertFrequencies("{'rope_scaling': {'type': 'linear', 'factor': 4.0}}", LINEAR);
    }

    private static void assertFrequencies(String config, double[] expected) {
        float[] frequencies = RotaryConfig.frequencies(json(config), 16, 10_000);
        assertThat(frequencies).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(frequencies[i] / expected[i]).isCloseTo(1, within(1e-5));
        }
    }

    private static ConfigJson json(String text) {
        try {
            return new ConfigJson(new JsonMapper().readTree(text.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
