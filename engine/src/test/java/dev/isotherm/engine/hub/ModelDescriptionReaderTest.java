package dev.isotherm.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelDescriptionReaderTest {

    private static final FakeModelFiles BERT = FakeModelFiles.bert();
    private static final String CONFIG = "config.json";
    private static final String MODULES = "modules.json";
    private static final String SENTENCE = "config_sentence_transformers.json";

    @Test
    void readsConfigAndTokenizer() {
        ModelDescription model = BERT.describe();
        assertThat(model.id()).isEqualTo("test/fake");
        assertThat(model.modelType()).isEqualTo("bert");
        assertThat(model.config().get("max_position_embeddings").asInt()).isEqualTo(512);
        assertThat(new String(model.tokenizerJson())).isEqualTo("{\"version\":\"1.0\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "tokenizer.json"})
    void refusesAModelWithoutARequiredFile(String name) {
        assertThatThrownBy(BERT.without(name)::describe)
                .isInstanceOf(ModelException.class)
                .hasMessage("model test/fake has no " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "7", "{'model_type':null}", "{'model_type':3}"})
    void refusesAConfigWithoutModelType(String config) {
        assertThatThrownBy(BERT.with(CONFIG, config)::describe)
                .isInstanceOf(ModelException.class)
                .hasMessage("model test/fake: config.json has no model_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "modules.json", "sentence_bert_config.json", "config_sentence_transformers.json"})
    void refusesAFileThatIsNotJson(String name) {
        assertThatThrownBy(BERT.with(name, "{'a':")::describe)
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(name + ": is not JSON: ");
        assertThatThrownBy(BERT.with(name, "")::describe).isInstanceOf(ModelException.class).hasMessage(name + ": is empty");
    }

    @Test
    void refusesAModuleThatIsNotSupportedByItsName() {
        String modules = "[{'type':'sentence_transformers.models.Transformer'},{'type':'sentence_transformers.models.LSTM'}]";
        assertThatThrownBy(BERT.with(MODULES, modules)::describe)
                .isInstanceOf(ModelException.class)
                .hasMessage("model test/fake: modules.json asks for sentence_transformers.models.LSTM, "
                        + "supported are Transformer, Pooling, Dense, LayerNorm, Normalize");
    }

    @Test
    void normalizesWhenTheModulesSayOrAreNotThere() {
        assertThat(BERT.describe().normalize()).isTrue();
        assertThat(BERT.with(MODULES, "[{'type':'a.Transformer'},{'type':'b.Normalize'}]").describe().normalize()).isTrue();
        assertThat(BERT.with(MODULES, "[{'type':'a.Transformer'}]").describe().normalize()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '#', value = {
        "{'max_seq_length':256}; 256",
        "{'max_seq_length':512}; 512",
        "{'max_seq_length':8192}; 512",
        "{'max_seq_length':null}; 512",
        "{}; 512"
    })
    void windowIsTheSmallerOfSentenceLengthAndPositions(String sentenceConfig, int window) {
        FakeModelFiles files = BERT.with("sentence_bert_config.json", sentenceConfig.replace('\'', '"'));
        assertThat(files.describe().maxInputTokens()).isEqualTo(window);
    }

    @ParameterizedTest
    @CsvSource({"128, 128", "1000, 512", "1000000000000000019884624838656, 512", "1e30, 512", "2147483647, 512", "-1, 512"})
    void windowOfTheTokenizerCountsWhereItIsSet(String modelMaxLength, int window) {
        FakeModelFiles files = BERT.with("tokenizer_config.json", "{'model_max_length':" + modelMaxLength + "}");
        assertThat(files.describe().maxInputTokens()).isEqualTo(window);
    }

    @Test
    void windowOfTheSentenceConfigGoesBeforeTheTokenizers() {
        FakeModelFiles files = BERT.with("tokenizer_config.json", "{'model_max_length':128}")
                .with("sentence_bert_config.json", "{'max_seq_length':256}");
        assertThat(files.describe().maxInputTokens()).isEqualTo(256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'model_max_length':1e30}", "{'model_max_length':0}"})
    void refusesAModelThatTellsNoWindow(String tokenizerConfig) {
        FakeModelFiles files = BERT.with(CONFIG, "{'model_type':'bert'}").with("tokenizer_config.json", tokenizerConfig);
        assertThatThrownBy(files::describe)
                .isInstanceOf(ModelException.class)
                .hasMessage("model test/fake does not say how many tokens it takes");
    }

    @Test
    void readsPromptsAndTheDefaultOne() {
        ModelDescription model = BERT.with(SENTENCE,
                "{'prompts':{'query':'q: ','passage':'p: '},'default_prompt_name':'passage'}").describe();
        assertThat(model.prompts()).containsOnly(entry("query", "q: "), entry("passage", "p: "));
        assertThat(model.defaultPrompt()).isEqualTo("p: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'prompts':{'query':'q: '},'default_prompt_name':null}", "{'prompts':{'query':'q: '}}"})
    void hasNoDefaultPromptUnlessOneIsNamed(String config) {
        assertThat(BERT.with(SENTENCE, config).describe().defaultPrompt()).isEmpty();
    }

    @Test
    void hasNoPromptsWithoutTheirFile() {
        assertThat(BERT.describe().prompts()).isEmpty();
        assertThat(BERT.describe().defaultPrompt()).isEmpty();
    }

    @Test
    void modulesOverVectorsStandInAnyNumberBehindPooling() {
        ModelDescription model = BERT
                .with(MODULES, "[{'type':'a.Transformer'},{'type':'a.Pooling','path':'1_Pooling'},{'type':'a.Dense','path':'2_Dense'},"
                        + "{'type':'a.LayerNorm','path':'3_LayerNorm'},{'type':'a.Dropout','path':'4_Dropout'},{'type':'a.Normalize'}]")
                .with("2_Dense/config.json", "{'in_features':384,'out_features':8,'activation_function':'torch.nn.modules.linear.Identity'}")
                .with("3_LayerNorm/config.json", "{'dimension':8}").describe();
        assertThat(model.modules()).containsExactly(
                new VectorModule.Dense("2_Dense", 384, 8, true, VectorModule.Activation.IDENTITY), new VectorModule.LayerNorm("3_LayerNorm", 8));
        assertThat(model.normalize()).isTrue();
        assertThat(model.poolsByMeanAlone()).isFalse();
        assertThat(model.variant()).isEqualTo("dense IDENTITY, norm");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '#', value = {
        "[{'type':'a.Transformer'},{'type':'a.Normalize'},{'type':'a.Pooling','path':'1_Pooling'}]; has Pooling in an order that is not supported",
        "[{'type':'a.Transformer'},{'type':'a.Transformer'}]; has Transformer in an order that is not supported",
        "[{'type':'a.Transformer'},{'type':'a.Dense','path':'2_Dense'}]; has no 2_Dense/config.json"
    })
    void anotherOrderIsRefused(String modules, String message) {
        assertThatThrownBy(BERT.with(MODULES, modules)::describe).isInstanceOf(ModelException.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '#', value = {
        "{'in_features':384,'out_features':0}; 2_Dense/config.json: out_features is 0, allowed is 1 to 1048576",
        "{'in_features':384}; 2_Dense/config.json: out_features is missing, allowed is 1 to 1048576",
        "{'in_features':384,'out_features':8,'activation_function':'torch.nn.Softmax'}; 2_Dense/config.json: activation_function is torch.nn.Softmax"
    })
    void aDenseModuleThatCannotBeIsRefused(String config, String message) {
        FakeModelFiles files = BERT.with(MODULES, "[{'type':'a.Transformer'},{'type':'a.Pooling','path':'1_Pooling'},{'type':'a.Dense','path':'2_Dense'}]")
                .with("2_Dense/config.json", config);
        assertThatThrownBy(files::describe).isInstanceOf(ModelException.class).hasMessageContaining(message);
    }
}
