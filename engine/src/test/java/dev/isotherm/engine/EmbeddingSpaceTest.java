package dev.isotherm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.engine.EmbeddingSpace.Recipe;
import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.hub.ModelOverrides;
import dev.isotherm.engine.pooling.Centring;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.pooling.PoolingModes;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.torch.Dtype;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What makes two vectors comparable, and what does not matter. */
class EmbeddingSpaceTest {

    private static final AttentionTemperature SHARP = AttentionTemperature.parse("0.8");
    private static final EmbeddingSpace SPACE = space("w", "t", Pooling.CLS, true, 384, "float", "q", "d");

    @Test
    void everyPartOfASpaceChangesItsFingerprint() {
        Set<String> fingerprints = Stream.of(
                        SPACE,
                        space("W", "t", Pooling.CLS, true, 384, "float", "q", "d"),
                        space("w", "T", Pooling.CLS, true, 384, "float", "q", "d"),
                        space("w", "t", Pooling.MEAN, true, 384, "float", "q", "d"),
                        space("w", "t", Pooling.CLS, false, 384, "float", "q", "d"),
                        space("w", "t", Pooling.CLS, true, 128, "float", "q", "d"),
                        space("w", "t", Pooling.CLS, true, 384, "int8", "q", "d"),
                        space("w", "t", Pooling.CLS, true, 384, "float", "Q", "d"),
                        space("w", "t", Pooling.CLS, true, 384, "float", "q", "D"),
                        SPACE.with(SHARP),
                        centred(new float[] {0.5f, 0.25f}, new float[0][]),
                        centred(new float[] {0.5f, 0.5f}, new float[0][]),
                        centred(new float[] {0.5f, 0.25f}, new float[][] {{1, 0}}))
                .map(EmbeddingSpace::fingerprint)
                .collect(Collectors.toSet());
        assertThat(fingerprints).hasSize(13).allMatch(fingerprint -> fingerprint.matches("[0-9a-f]{16}"));
    }

    @Test
    void aDefaultPromptMakesAnotherSpace() {
        EmbedderOptions plain = EmbedderOptions.of(Embedders.resource("tiny-bert").toString());
        try (Embedder without = Embedder.load(plain);
                Embedder with = Embedder.load(plain.with(new ModelOverrides(Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.empty(), Optional.of("x: "))))) {
            assertThat(with.space().fingerprint()).isNotEqualTo(without.space().fingerprint());
        }
    }

    @Test
    void settingsEqualToTheServersKeepTheFingerprint() {
        assertThat(SPACE.with(AttentionTemperature.NONE).with(true, 384).fingerprint()).isEqualTo(SPACE.fingerprint());
    }

    @Test
    void fingerprintIsTheSameInEveryRunAndForFloat32AndBfloat16() {
        try (Embedder full = Embedders.load(BundledModel.BGE_SMALL_EN, Dtype.FLOAT32);
                Embedder half = Embedders.load(BundledModel.BGE_SMALL_EN, Dtype.BFLOAT16)) {
            assertThat(full.space().fingerprint()).isEqualTo("e1e1cb81b1a719ff").isEqualTo(half.space().fingerprint());
        }
    }

    @Test
    void howATokenizerWouldCutAndPadDoesNotCount() {
        String cut = TokenizerIdentity.hash(json("{\"truncation\":{\"max_length\":128},\"padding\":null,\"model\":{\"a\":1}}"));
        assertThat(cut).isEqualTo(TokenizerIdentity.hash(json("{\"truncation\":null,\"model\":{\"a\":1}}")));
        assertThat(cut).isNotEqualTo(TokenizerIdentity.hash(json("{\"model\":{\"a\":2}}")));
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static EmbeddingSpace space(String weights, String tokenizer, Pooling pooling, boolean normalize, int dimensions,
            String numericClass, String queryPrompt, String documentPrompt) {
        return new EmbeddingSpace(weights, tokenizer, PoolingModes.of(pooling), normalize, dimensions, numericClass,
                new Recipe(queryPrompt, AttentionTemperature.NONE, Optional.empty()),
                new Recipe(documentPrompt, AttentionTemperature.NONE, Optional.empty()), "");
    }

    private static EmbeddingSpace centred(float[] mean, float[][] directions) {
        Recipe document = new Recipe("d", AttentionTemperature.NONE, Optional.of(new Centring(mean, directions)));
        return new EmbeddingSpace("w", "t", PoolingModes.of(Pooling.CLS), true, 384, "float", SPACE.query(), document, "");
    }
}
