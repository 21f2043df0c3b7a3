package dev.isotherm.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.pooling.PoolingModes;
import java.util.List;
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
        assertThat(pooling(config.replace(mode + "':false", mode + "':true"))).isEqualTo(PoolingModes.of(pooling));
    }

    @ParameterizedTest
    @CsvSource({"cls, CLS", "mean, MEAN", "lasttoken, LAST_TOKEN", "max, MAX", "mean_sqrt_len, MEAN_SQRT_LEN", "weightedmean, WEIGHTED_MEAN"})
    void newFormatNamesTheModeOrListsIt(String mode, Pooling pooling) {
        assertThat(pooling("{'pooling_mode':'" + mode + "'}")).isEqualTo(PoolingModes.of(pooling));
        assertThat(pooling("{'pooling_mode':['" + mode + "']}")).isEqualTo(PoolingModes.of(pooling));
    }

    @Test
    void severalModesAreInTheReferenceLibrarysOrder() {
        PoolingModes both = new PoolingModes(List.of(Pooling.CLS, Pooling.MEAN));
        assertThat(pooling("{'pooling_mode':['cls','mean']}")).isEqualTo(both);
        assertThat(pooling("{'pooling_mode_mean_tokens':true,'pooling_mode_cls_token':true}")).isEqualTo(both);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "{\"pooling_mode\":[\"cls\",\"median\"]}; [cls, median]",
        "{\"pooling_mode\":\"first\"}; [first]",
        "{\"pooling_mode_mean_tokens\":false}; []",
        "{}; []"
    })
    void refusesWhatItDoesNotKnow(String config, String modes) {
        assertThatThrownBy(() -> pooling(config))
                .isInstanceOf(ModelException.class)
                .hasMessage("model test/fake pools by " + modes
                        + ", supported are cls, max, mean, mean_sqrt_len, weightedmean, lasttoken; --pooling overrides it");
    }

    @Test
    void meanWhereNothingSays() {
        assertThat(FakeModelFiles.bert().without(FILE).describe().pooling()).isEqualTo(PoolingModes.of(Pooling.MEAN));
    }

    @Test
    void liesWhereTheModulesSay() {
        FakeModelFiles files = FakeModelFiles.bert()
                .with("modules.json", "[{'type':'a.Transformer','path':''},{'type':'a.Pooling','path':'7_Pooling'}]")
                .with("7_Pooling/config.json", "{'pooling_mode':'cls'}")
                .with(FILE, "{'pooling_mode':'lasttoken'}");
        assertThat(files.describe().pooling()).isEqualTo(PoolingModes.of(Pooling.CLS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'pooling_mode':", "cls"})
    void refusesAFileThatIsNotJson(String config) {
        assertThatThrownBy(() -> pooling(config))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("1_Pooling/config.json: is not JSON: ");
    }

    private static PoolingModes pooling(String config) {
        return FakeModelFiles.bert().with(FILE, config).describe().pooling();
    }
}
