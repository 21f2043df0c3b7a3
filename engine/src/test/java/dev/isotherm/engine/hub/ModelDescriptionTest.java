package dev.isotherm.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.pooling.PoolingModes;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelDescriptionTest {

    private static final ModelDescription MODEL = FakeModelFiles.bert()
            .with("sentence_bert_config.json", "{'max_seq_length':256}")
            .with("config_sentence_transformers.json",
                    "{'prompts':{'query':'q: ','passage':'p: '},'default_prompt_name':'passage'}")
            .describe();

    @Test
    void staysTheSameWithoutOverrides() {
        ModelDescription same = MODEL.with(ModelOverrides.NONE);
        assertThat(same).usingRecursiveComparison().isEqualTo(MODEL);
        assertThat(same.defaultPrompt()).isEqualTo("p: ");
    }

    @Test
    void takesEveryOverride() {
        ModelDescription changed = MODEL.with(new ModelOverrides(
                Optional.of(Pooling.CLS), Optional.of(false), Optional.of(100), Optional.of("query"), Optional.empty()));
        assertThat(changed.pooling()).isEqualTo(PoolingModes.of(Pooling.CLS));
        assertThat(changed.normalize()).isFalse();
        assertThat(changed.maxInputTokens()).isEqualTo(100);
        assertThat(changed.defaultPrompt()).isEqualTo("q: ");
        assertThat(changed.prompts()).isEqualTo(MODEL.prompts());
    }

    @Test
    void takesATextAsDefaultPrompt() {
        ModelOverrides overrides = prompt(null, "Represent: ");
        assertThat(MODEL.with(overrides).defaultPrompt()).isEqualTo("Represent: ");
        assertThat(MODEL.with(prompt(null, "")).defaultPrompt()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 257, 512})
    void windowMayReachToTheLastPosition(int tokens) {
        assertThat(MODEL.with(ModelOverrides.NONE.withMaxInputTokens(tokens)).maxInputTokens()).isEqualTo(tokens);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 513})
    void refusesAWindowThatTheModelDoesNotHave(int tokens) {
        assertThatThrownBy(() -> MODEL.with(ModelOverrides.NONE.withMaxInputTokens(tokens)))
                .isInstanceOf(ModelException.class)
                .hasMessage("max-input-tokens is " + tokens + ", allowed is 1 to 512 for test/fake");
    }

    @Test
    void windowOfAModelWithoutPositionTableCanOnlyShrink() {
        ModelDescription model = FakeModelFiles.bert()
                .with("config.json", "{'model_type':'bert'}")
                .with("sentence_bert_config.json", "{'max_seq_length':64}").describe();
        assertThat(model.with(ModelOverrides.NONE.withMaxInputTokens(63)).maxInputTokens()).isEqualTo(63);
        assertThatThrownBy(() -> model.with(ModelOverrides.NONE.withMaxInputTokens(65)))
                .hasMessageContaining("max-input-tokens is 65, allowed is 1 to 64");
    }

    @Test
    void refusesAPromptNameThatTheModelDoesNotHave() {
        assertThatThrownBy(() -> MODEL.with(prompt("document", null)))
                .isInstanceOf(ModelException.class)
                .hasMessage("prompt name is 'document', test/fake has: passage, query");
        assertThatThrownBy(() -> FakeModelFiles.bert().describe().prompt("query"))
                .isInstanceOf(ModelException.class)
                .hasMessage("prompt name is 'query', test/fake has: none");
    }

    @Test
    void refusesADefaultPromptGivenTwice() {
        assertThatThrownBy(() -> prompt("query", "Represent: "))
                .isInstanceOf(ModelException.class)
                .hasMessage("default-prompt-name and default-prompt cannot both be given");
    }

    private static ModelOverrides prompt(String name, String text) {
        return new ModelOverrides(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.ofNullable(name), Optional.ofNullable(text));
    }
}
