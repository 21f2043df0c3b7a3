package dev.isotherm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.batch.Wanted;
import dev.isotherm.engine.model.LayerSignal;
import dev.isotherm.engine.temperature.PassTemperature;
import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the layers of a real checkpoint do, seen from the side of its token vectors and of limits that are known. */
class LayerSignalTest {

    private static final List<String> TEXTS = List.of("a", "the quick brown fox", "the quick brown fox jumps over the lazy dog again");

    @Test
    void theLastLayersSignalIsThatOfTheTokenVectors() {
        try (Embedder embedder = load("torch")) {
            LayerSignal last = observe(embedder, "0.8").get(embedder.encoder().layers() - 1);
            for (int i = 0; i < TEXTS.size(); i++) {
                float[][] tokens = embedder.encoder().encode(pack(embedder, "0.8", TEXTS.get(i), Wanted.TOKENS)).rows(0);
                assertThat(last.highFrequency()[i]).isCloseTo(naive(tokens), within(1e-5));
            }
        }
    }

    @Test
    void aSharperAttentionHasLessEntropyAndAFlatOneNearlyAll() {
        try (Embedder embedder = load("torch")) {
            for (int layer = 0; layer < embedder.encoder().layers(); layer++) {
                for (int i = 0; i < TEXTS.size(); i++) {
                    double sharp = observe(embedder, "0.3").get(layer).attentionEntropy()[i];
                    double published = observe(embedder, "1.0").get(layer).attentionEntropy()[i];
                    double flat = observe(embedder, "20").get(layer).attentionEntropy()[i];
                    assertThat(sharp).isBetween(0.0, published);
                    assertThat(flat).isBetween(Math.max(0.97, published - 1e-4), 1 + 1e-6);
                }
            }
        }
    }

    @Test
    void theBackendMakesNoDifference() {
        try (Embedder reference = load("torch"); Embedder fast = load("auto")) {
            for (int layer = 0; layer < reference.encoder().layers(); layer++) {
                LayerSignal expected = observe(reference, "0.8").get(layer);
                LayerSignal actual = observe(fast, "0.8").get(layer);
                assertThat(actual.highFrequency()).containsExactly(expected.highFrequency(), within(1e-4));
                assertThat(actual.attentionEntropy()).containsExactly(expected.attentionEntropy(), within(1e-4));
            }
        }
    }

    private static List<LayerSignal> observe(Embedder embedder, String policy) {
        List<Sequence> sequences = TEXTS.stream().map(text -> sequence(embedder, policy, text, Wanted.TEXT)).toList();
        return embedder.encoder().observe(PackedBatch.pack(sequences, embedder.encoder().layers()));
    }

    private static PackedBatch pack(Embedder embedder, String policy, String text, Wanted wanted) {
        return PackedBatch.pack(List.of(sequence(embedder, policy, text, wanted)), embedder.encoder().layers());
    }

    private static Sequence sequence(Embedder embedder, String policy, String text, Wanted wanted) {
        return new Sequence(Embedders.tokens(embedder, text), PassTemperature.of(policy), wanted);
    }

    private static Embedder load(String backend) {
        return Embedder.load(EmbedderOptions.of(Embedders.resource("tiny-bert").toString())
                .with(new ComputeOptions("cpu", backend, Optional.of(Dtype.FLOAT32), 2, Optional.empty())));
    }

    private static double naive(float[][] tokens) {
        double rest = 0;
        for (int column = 0; column < tokens[0].length; column++) {
            int c = column;
            double mean = Stream.of(tokens).mapToDouble(token -> token[c]).average().orElseThrow();
            rest += Stream.of(tokens).mapToDouble(token -> (token[c] - mean) * (token[c] - mean)).sum();
        }
        double all = Stream.of(tokens).mapToDouble(LayerSignalTest::squares).sum();
        return Math.sqrt(rest / all);
    }

    private static double squares(float[] vector) {
        double squares = 0;
        for (float number : vector) {
            squares += (double) number * number;
        }
        return squares;
    }
}
