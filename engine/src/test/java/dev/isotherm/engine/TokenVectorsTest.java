package dev.isotherm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.batch.Wanted;
import dev.isotherm.engine.model.Output;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.temperature.PassTemperature;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A vector for each token: their mean, or the first, is what pooling gives. */
class TokenVectorsTest {

    private static final List<String> TEXTS = List.of("hello world", "", "attention temperature", "z ".repeat(40));

    @ParameterizedTest
    @ValueSource(strings = {"tiny-bert", "tiny-bert-sharded"})
    void pooledTokenVectorsAreTheTextsVector(String name) {
        try (Embedder embedder = Embedders.tiny(name)) {
            Output tokens = encode(embedder, Wanted.TOKENS);
            float[][] pooled = encode(embedder, Wanted.TEXT).pooledVectors();
            for (int i = 0; i < TEXTS.size(); i++) {
                float[][] rows = tokens.rows(i);
                assertThat(rows).hasDimensions(Embedders.tokens(embedder, TEXTS.get(i)).count(), 40);
                float[] expected = name.equals("tiny-bert") ? mean(rows) : rows[0];
                assertThat(Cosine.of(expected, pooled[i])).isGreaterThanOrEqualTo(0.999999);
            }
        }
    }

    @Test
    void ofOneBatchTheSameIsWanted() {
        try (Embedder embedder = Embedders.tiny("tiny-bert")) {
            List<Sequence> mixed = Stream.of(Wanted.values())
                    .map(wanted -> new Sequence(Embedders.tokens(embedder, "a"), AttentionTemperature.NONE, wanted)).toList();
            assertThatThrownBy(() -> PackedBatch.pack(mixed, 3)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Output encode(Embedder embedder, Wanted wanted) {
        List<Sequence> batch = TEXTS.stream()
                .map(text -> new Sequence(Embedders.tokens(embedder, text), PassTemperature.of("0.8"), wanted)).toList();
        return embedder.encoder().encode(PackedBatch.pack(batch, embedder.encoder().layers()));
    }

    private static float[] mean(float[][] rows) {
        float[] mean = new float[rows[0].length];
        for (float[] row : rows) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[i] / rows.length;
            }
        }
        return mean;
    }
}
