package dev.isotherm.engine.pooling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.engine.Cosine;
import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.Embedders;
import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.torch.Dtype;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Vectors in fewer bits. */
class QuantizationTest {

    private static final List<String> TEXTS = List.of("a", "What is deep learning?", "Soup, slowly cooked, with bread.", "2026-11-24T16:00:00Z",
            "The committee adjourned without a vote on the third amendment. ".repeat(20), "🙂", "SELECT count(*) FROM orders WHERE total > 100");

    @Test
    void eightBitsReachEightTimesTheUsualComponent() {
        assertThat(Quantization.int8(new float[] {0, 4, -4, 0.5f})).containsExactly(0, 127, -127, 16);
        assertThat(Quantization.int8(new float[] {0.03f, -0.01f, 99, -99})).containsExactly(1, 0, 127, -127);
    }

    @Test
    void bitsArePackedAsNumPyPacksThem() {
        assertThat(Quantization.binary(new float[] {1, -1, 0, 2, 3, -0.1f, 1e-9f, -5, 4, -4})).containsExactly(0b1001_1010, 0b1000_0000);
        assertThat(Quantization.binary(new float[384])).hasSize(48).containsOnly(0);
    }

    @ParameterizedTest
    @EnumSource
    void eightBitsHardlyTurnAVector(BundledModel model) {
        try (Embedder embedder = Embedders.load(model, Dtype.FLOAT32)) {
            double smallest = 1;
            long clipped = 0;
            List<float[]> vectors = embedder.embed(TEXTS).stream().map(Vectors::normalized).toList();
            for (float[] vector : vectors) {
                byte[] int8 = Quantization.int8(vector);
                smallest = Math.min(smallest, Cosine.of(vector, floats(int8)));
                clipped += IntStream.range(0, int8.length).filter(i -> Math.abs(int8[i]) == Byte.MAX_VALUE).count();
            }
            System.out.printf("%s: smallest cosine of int8 %.6f, %d of %d components at the end of the scale%n",
                    model.id(), smallest, clipped, vectors.size() * vectors.get(0).length);
            assertThat(smallest).isGreaterThanOrEqualTo(0.9995);
        }
    }

    private static float[] floats(byte[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers[i];
        }
        return floats;
    }
}
