package dev.isotherm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.batch.Wanted;
import dev.isotherm.engine.model.ForwardException;
import dev.isotherm.engine.model.Output;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.temperature.FixedTemperature;
import dev.isotherm.engine.text.EncodedText;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.text.Truncation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cross-encoders and classifiers against the reference library's logits: pairs, cut pairs and single texts, all in one batch. */
class TinyClassifierTest {

    @ParameterizedTest
    @CsvSource({"tiny-bert-reranker, 1", "tiny-roberta-classifier, 3", "tiny-distilbert-reranker, 1", "tiny-modernbert-reranker, 1", "tiny-modernbert-classifier, 3"})
    void logitsAreThoseOfTheReferenceLibrary(String name, int labels) throws IOException {
        JsonNode golden = new JsonMapper().readTree(Embedders.resource(name).resolve("golden.json").toFile());
        try (Embedder embedder = Embedders.tiny(name)) {
            assertThat(embedder.model().isClassifier()).isTrue();
            List<Sequence> batch = new ArrayList<>();
            for (JsonNode pair : golden) {
                batch.add(new Sequence(tokens(embedder, pair), new FixedTemperature(pair.get("temperature").asDouble())));
                assertThat(batch.get(batch.size() - 1).length()).isEqualTo(pair.get("tokens").asInt());
            }
            Output output = embedder.encoder().encode(PackedBatch.pack(batch, embedder.encoder().layers()));
            for (int i = 0; i < golden.size(); i++) {
                float[] logits = output.rows(i)[0];
                assertThat(logits).hasSize(labels);
                for (int label = 0; label < labels; label++) {
                    assertThat(logits[label]).isCloseTo((float) golden.get(i).get("logits").get(label).asDouble(), within(2e-4f));
                }
            }
        }
        assertThat(golden.size()).isEqualTo(75);
    }

    @Test
    void labelsHaveTheirNames() {
        try (Embedder embedder = Embedders.tiny("tiny-roberta-classifier")) {
            assertThat(embedder.model().labels()).containsExactly("negative", "neutral", "positive");
        }
    }

    @Test
    void aClassifierHasNoVectors() {
        try (Embedder embedder = Embedders.tiny("tiny-bert-reranker")) {
            assertThatThrownBy(() -> embedder.embed(List.of("a"))).isInstanceOf(ForwardException.class);
            Sequence sequence = new Sequence(Embedders.tokens(embedder, "a"), AttentionTemperature.NONE, Wanted.TOKENS);
            assertThatThrownBy(() -> embedder.encoder().encode(PackedBatch.pack(List.of(sequence), embedder.encoder().layers())))
                    .hasRootCauseMessage("the model is a classifier, which yields no vectors of tokens");
        }
    }

    private static Tokens tokens(Embedder embedder, JsonNode pair) {
        Truncation window = new Truncation(pair.get("window").asInt(), Truncation.Side.RIGHT);
        String first = pair.get("first").asText();
        if (pair.get("second").isNull()) {
            return embedder.tokenizer().encode(first, window);
        }
        EncodedText both = embedder.tokenizer().encodePair(first, pair.get("second").asText());
        return both.cutPair(window, Integer.MAX_VALUE);
    }
}
