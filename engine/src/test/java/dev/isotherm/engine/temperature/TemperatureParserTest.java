package dev.isotherm.engine.temperature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.engine.temperature.LayerTemperature.Layers;
import dev.isotherm.engine.temperature.RangeTemperature.Entry;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemperatureParserTest {

    @Test
    void readsEveryKindOfPolicy() {
        assertThat(AttentionTemperature.parse("0.8")).isEqualTo(new FixedTemperature(0.8));
        assertThat(AttentionTemperature.parse("log:512")).isEqualTo(new LogLengthTemperature(512));
        assertThat(AttentionTemperature.parse("first-half:0.5"))
                .isEqualTo(new LayerTemperature(new Layers(true, Layers.HALF), new FixedTemperature(0.5)));
        assertThat(AttentionTemperature.parse("last:4:log:64"))
                .isEqualTo(new LayerTemperature(new Layers(false, 4), new LogLengthTemperature(64)));
        assertThat(AttentionTemperature.parse("blend:1.0, 0.5"))
                .isEqualTo(new BlendTemperature(List.of(new FixedTemperature(1), new FixedTemperature(0.5))));
        assertThat(AttentionTemperature.parse("ranges:1=1.0,129=0.9")).isEqualTo(
                new RangeTemperature(List.of(new Entry(1, 1.0), new Entry(129, 0.9))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0.05 | 0.05", "20 | 20.0", "2e-1 | 0.2", "' 1.5 ' | 1.5", "'ranges:1=2, 7 = 3' | ranges:1=2.0,7=3.0"
    })
    void printsTheCanonicalText(String given, String printed) {
        assertThat(AttentionTemperature.parse(given)).hasToString(printed);
    }

    @Property
    void isReadBackAsPrinted(@ForAll("policies") AttentionTemperature policy) {
        assertThat(AttentionTemperature.parse(policy.toString())).isEqualTo(policy);
    }

    @Test
    void theLongestTableIsReadBackAsPrinted() {
        List<Entry> entries = new ArrayList<>(List.of(new Entry(1, 0.051234567890123456)));
        for (int i = 63; i > 0; i--) {
            entries.add(new Entry(Integer.MAX_VALUE - i, 0.051234567890123456));
        }
        AttentionTemperature longest = new RangeTemperature(entries);
        assertThat(AttentionTemperature.parse(longest.toString())).isEqualTo(longest);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "hot", "NaN", "Infinity", "-1", "+1", "0", "0.049", "20.1", "1e999", "0x1p3", "1d", "1f", ".5", "1.", "0,8", "1 2",
        "log", "log:", "log:1", "log:x", "log:1000001", "log:99999999999", "log:0.5", "LOG:512", "cold:1",
        "ranges:", "ranges:1", "ranges:2=1.0", "ranges:1=1.0,1=0.9", "ranges:5=1,1=1", "ranges:1=1,9=1,8=1", "ranges:1=0.01",
        "ranges:1=1,", "ranges:1=1=1", "ranges:x=1", "first-half:", "first-half:99", "first-half:NaN",
        "first:", "first:0:0.5", "first:-1:0.5", "first:1001:0.5", "first:2", "last:x:0.5", "first-half:first-half:0.5",
        "blend:", "blend:1.0", "blend:1.0,1", "blend:1.0,", "blend:1.0,ranges:1=0.5,9=1", "blend:1.0,blend:0.5,0.6",
        "blend:1,2,3,4,5,6,7,8,9", "@policy.json"
    })
    void refusesWhatIsNoTemperatureSayingWhatIsAllowed(String text) {
        assertThatThrownBy(() -> AttentionTemperature.parse(text))
                .isInstanceOf(InvalidTemperatureException.class)
                .hasMessage("got '" + text + "', allowed is a number from 0.05 to 20, log:<tokens>, "
                        + "ranges:1=<number>,<tokens>=<number>,… with ascending token counts; first-half:, last-half:, first:<layers>: "
                        + "or last:<layers>: before one of these; or blend:<one>,<another>,…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "log:", "ranges:1=1,2=1", "first-half:"})
    void quotesOnlyTheBeginningOfAnEndlessText(String beginning) {
        String text = beginning + "9".repeat(3_000 - beginning.length());
        assertThatThrownBy(() -> AttentionTemperature.parse(text))
                .isInstanceOf(InvalidTemperatureException.class)
                .hasMessageStartingWith("got '" + text.substring(0, 80) + "…', allowed is a number from 0.05 to 20");
    }

    @Provide
    Arbitrary<AttentionTemperature> policies() {
        return Policies.any();
    }
}
