package dev.isotherm.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.pooling.PoolingModes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BundledModelTest {

    @ParameterizedTest
    @CsvSource({"BGE_SMALL_EN, CLS, 512, 12", "ALL_MINILM_L6, MEAN, 256, 6", "E5_SMALL, MEAN, 512, 12"})
    void describesItself(BundledModel bundled, Pooling pooling, int window, int layers) {
        ModelDescription model = describe(bundled);
        assertThat(model.modelType()).isEqualTo("bert");
        assertThat(model.pooling()).isEqualTo(PoolingModes.of(pooling));
        assertThat(model.normalize()).isTrue();
        assertThat(model.maxInputTokens()).isEqualTo(window);
        assertThat(model.config().get("num_hidden_layers").asInt()).isEqualTo(layers);
    }

    @Test
    void eachHasThePromptsItWasTrainedWith() {
        assertThat(describe(BundledModel.BGE_SMALL_EN).prompts())
                .containsOnly(entry("query", "Represent this sentence for searching relevant passages: "));
        assertThat(describe(BundledModel.ALL_MINILM_L6).prompts()).isEmpty();
        assertThat(describe(BundledModel.E5_SMALL).prompts())
                .containsOnly(entry("query", "query: "), entry("passage", "passage: "));
    }

    @ParameterizedTest
    @EnumSource
    void noneHasADefaultPrompt(BundledModel bundled) {
        assertThat(describe(bundled).defaultPrompt()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tokenizerComesFromTheArtifact(BundledModel bundled) {
        assertThat(new String(describe(bundled).tokenizerJson())).startsWith("{").contains("\"WordPiece\"");
    }

    @ParameterizedTest
    @EnumSource
    void hasNoOtherFiles(BundledModel bundled) {
        assertThat(bundled.read("tokenizer_config.json")).isEmpty();
        assertThat(bundled.read("model.safetensors")).isEmpty();
    }

    @Test
    void theDefaultIsBge() {
        assertThat(BundledModel.DEFAULT.id()).isEqualTo("BAAI/bge-small-en-v1.5");
    }

    private static ModelDescription describe(BundledModel bundled) {
        return new ModelDescriptionReader(bundled, FakeModelFiles.POSITIONS).read(ModelOverrides.NONE);
    }
}
