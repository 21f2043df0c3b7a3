package dev.isotherm.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.engine.policy.EmbeddingPolicy.Side;
import dev.isotherm.engine.pooling.Centring;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Overflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileTest {

    @TempDir
    private Path folder;

    @Test
    void readsWhatWasWritten() throws IOException {
        Centring centring = new Centring(new float[] {0.1f, -0.25f}, new float[][] {{0.6f, 0.8f}});
        EmbeddingPolicy written = new EmbeddingPolicy(
                Side.of(AttentionTemperature.parse("log:64")),
                new Side(AttentionTemperature.parse("blend:1.0,0.5"), Optional.of(centring)),
                Optional.of(Overflow.MEAN),
                Optional.of("0123456789abcdef"));
        EmbeddingPolicy read = PolicyFile.read(file(PolicyFile.json(written).put("model", "some").put("evidence", "some").toString()));
        assertThat(read.query()).isEqualTo(written.query());
        assertThat(read.document().temperature()).isEqualTo(written.document().temperature());
        assertThat(read.document().centring().orElseThrow().hash()).isEqualTo(centring.hash());
        assertThat(read.overflow()).isEqualTo(written.overflow());
        assertThat(read.space()).isEqualTo(written.space());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "nothing | not JSON",
        "[] | not a JSON object",
        "{} | isotherm_policy is , allowed is 1",
        "{\"isotherm_policy\": 2} | isotherm_policy is 2, allowed is 1",
        "{\"isotherm_policy\": 1, \"qurey\": 1} | field 'qurey' is not known",
        "{\"isotherm_policy\": 1} | query.attention_temperature is missing",
        "{\"isotherm_policy\": 1, \"query\": {\"attention_temperature\": \"99\"}} | got '99', allowed is a number from 0.05 to 20",
        "{\"isotherm_policy\": 1, \"query\": {\"attention_temperature\": \"1\", \"centring\": {}}} | query.centring: a centring has a mean",
        "{\"isotherm_policy\": 1, \"query\": {\"attention_temperature\": \"1\", \"centring\": {\"mean\": [\"x\"]}}} "
                + "| query.centring.mean is no list of numbers",
        "{\"isotherm_policy\": 1, \"query\": {\"attention_temperature\": \"1\"}, \"document\": {\"attention_temperature\": \"1\"}, "
                + "\"overflow\": \"spill\"} | overflow is 'spill', allowed is truncate, error, mean, late"
    })
    void saysWhatIsWrong(String text, String sentence) throws IOException {
        Path file = file(text);
        assertThatThrownBy(() -> PolicyFile.read(file))
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith("policy file " + file)
                .hasMessageContaining(sentence);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> PolicyFile.read(folder.resolve("none.json")))
                .isInstanceOf(PolicyException.class)
                .hasMessage("policy file %s cannot be read", folder.resolve("none.json"));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("policy.json"), text);
    }
}
