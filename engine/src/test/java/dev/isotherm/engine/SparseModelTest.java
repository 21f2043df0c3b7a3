package dev.isotherm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.model.Output;
import dev.isotherm.engine.temperature.FixedTemperature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SPLADE against the reference library's sparse vectors, all lengths and temperatures in one packed batch. */
class SparseModelTest {

    @ParameterizedTest
    @ValueSource(strings = {"tiny-splade", "tiny-distilbert-splade"})
    void vectorsAreThoseOfTheReferenceLibrary(String name) throws IOException {
        JsonNode golden = new JsonMapper().readTree(Embedders.resource(name).resolve("golden.json").toFile());
        try (Embedder embedder = Embedders.tiny(name)) {
            assertThat(embedder.model().isSparse()).isTrue();
            assertThat(embedder.model().normalize()).isFalse();
            List<Sequence> batch = new ArrayList<>();
            for (JsonNode expected : golden) {
                batch.add(new Sequence(Embedders.tokens(embedder, expected.get("text").asText()), new FixedTemperature(expected.get("temperature").asDouble())));
            }
            Output output = embedder.encoder().encode(PackedBatch.pack(batch, embedder.encoder().layers()));
            for (int i = 0; i < golden.size(); i++) {
                float[] actual = output.rows(i)[0];
                float[] expected = dense(golden.get(i), actual.length);
                assertThat(actual).hasSize(embedder.encoder().vocabularySize());
                assertThat(Cosine.of(expected, actual)).isGreaterThanOrEqualTo(0.99999);
                for (int word = 0; word < actual.length; word++) {
                    assertThat(actual[word]).isCloseTo(expected[word], within(2e-4f));
                }
            }
        }
    }

    private static float[] dense(JsonNode golden, int size) {
        float[] vector = new float[size];
        for (int i = 0; i < golden.get("indices").size(); i++) {
            vector[golden.get("indices").get(i).asInt()] = (float) golden.get("values").get(i).asDouble();
        }
        return vector;
    }
}
