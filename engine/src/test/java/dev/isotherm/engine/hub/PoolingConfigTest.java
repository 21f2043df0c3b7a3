package dev.isotherm.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.engine.pooling.Pooling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoolingConfigTest {

    private static final String FILE = "1_Pooling/config.json";

    @ParameterizedTest
    @CsvSource({"cls_token, CLS", "mean_tokens, MEAN", "lasttoken, LAST_TOKEN"})
    void oldFormatHasABooleanForEachMode(String mode, Pooling pooling) {
        String config = "{'word_embedding_dimension':384,'pooling_mode_cls_token':false,'pooling_mode_mean_tokens':false,"
                + "'pooling_mode_max_tokens':false,'pooling_mode_lasttoken':false}";
        assertThat(pooling(config.replace(mode + "':false", mode + "':true"))).isEqualTo(pooling);
    }

    @ParameterizedTest
    @CsvSource({"cls, CLS", "mean, MEAN", "lasttoken, LAST_TOKEN"})
    void newFormatNamesTheModeOrListsIt(String mode, Pooling pooling) {
        assertThat(pooling("{'pooling_mode':'" + mode + "'}")).isEqualTo(pooling);
        assertThat(pooling("{'pooling_mode':['" + mode + "']}")).isEqualTo(pooling);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "{\"pooling_mode\":[\"cls\",\"mean\"]}; [cls, mean]",
        "{\"pooling_mode_cls_token\":true,\"pooling_mode_mean_tokens\":true}; [cls_token, mean_tokens]",
        "{\"pooling_mode\":\"weightedmean\"}; [weightedmean]",
        "{\"pooling_mode\":[\"max\"]}; [max]",
        "{\"pooling_mode_max_tokens\":true}; [max_tokens]",
        "{\"pooling_mode_mean_tokens\":false}; []",
        "{}; []"
    })
    void refusesAnythingElseThanOneSupportedMode(String config, String modes) {
        assertThatThrownBy(() -> pooling(config))
                .isInstanceOf(ModelException.class)
                .hasMessage("model test/fake pools by " + modes
                        + ", supported is one of cls, mean, lasttoken; --pooling overrides it");
    }

    @Test
    void meanWhereNothingSays() {
        assertThat(FakeModelFiles.bert().without(FILE).describe().pooling()).isEqualTo(Pooling.MEAN);
    }

    @Test
    void liesWhereTheModulesSay() {
        FakeModelFiles files = FakeModelFiles.bert()
                .with("modules.json", "[{'type':'a.Transformer','path':''},{'type':'a.Pooling','path':'7_Pooling'}]")
                .with("7_Pooling/config.json", "{'pooling_mode':'cls'}")
                .with(FILE, "{'pooling_mode':'lasttoken'}");
        assertThat(files.describe().pooling()).isEqualTo(Pooling.CLS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'pooling_mode':", "cls"})
    void refusesAFileThatIsNotJson(String config) {
        assertThatThrownBy(() -> pooling(config))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("1_Pooling/config.json: is not JSON: ");
    }

    private static Pooling pooling(String config) {
        return FakeModelFiles.bert().with(FILE, config).describe().pooling();
    }
}
