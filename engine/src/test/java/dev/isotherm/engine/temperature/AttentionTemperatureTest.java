package dev.isotherm.engine.temperature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.isotherm.engine.temperature.RangeTemperature.Entry;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttentionTemperatureTest {

    private static final int LAYERS = 12;

    @ParameterizedTest
    @CsvSource({"1, 0", "512, 5", "1000000, 11"})
    void fixedIsTheSameForEveryLengthAndLayer(int tokens, int layer) {
        assertThat(new FixedTemperature(0.7).at(tokens, layer, LAYERS)).isEqualTo(0.7);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "511, 1", "512, 1", "513, 0.9996873182885382", "1000, 0.9030899869919435", "262144, 0.5"})
    void logIsOneUpToTheTrainedLengthAndFallsBeyond(int tokens, double tau) {
        assertThat(new LogLengthTemperature(512).at(tokens, 3, LAYERS)).isCloseTo(tau, within(1e-14));
    }

    @Test
    void logNeverFallsBelowTheMinimum() {
        assertThat(new LogLengthTemperature(2).at(1 << 20, 0, LAYERS)).isEqualTo(0.05);
        assertThat(new LogLengthTemperature(2).at(1 << 19, 0, LAYERS)).isCloseTo(1.0 / 19, within(1e-14));
    }

    @ParameterizedTest
    @CsvSource({"1, 1.0", "128, 1.0", "129, 0.9", "256, 0.9", "257, 0.8", "2147483647, 0.8"})
    void rangesHoldFromTheirTokenCountUpToTheNext(int tokens, double tau) {
        PassTemperature ranges = new RangeTemperature(
                List.of(new Entry(1, 1.0), new Entry(129, 0.9), new Entry(257, 0.8)));
        assertThat(ranges.at(tokens, 7, LAYERS)).isEqualTo(tau);
    }

    @Test
    void firstHalfOfAnEvenNumberOfLayersIsHalf() {
        assertThat(firstHalfByLayer(6)).containsExactly(0.5, 0.5, 0.5, 1, 1, 1);
    }

    @Test
    void firstHalfOfAnOddNumberOfLayersIsRoundedUp() {
        assertThat(firstHalfByLayer(5)).containsExactly(0.5, 0.5, 0.5, 1, 1);
        assertThat(firstHalfByLayer(1)).containsExactly(0.5);
    }

    @Test
    void lastHalfIsTheOtherEnd() {
        assertThat(byLayer("last-half:0.5", 6)).containsExactly(1, 1, 1, 0.5, 0.5, 0.5);
        assertThat(byLayer("last-half:0.5", 5)).containsExactly(1, 1, 0.5, 0.5, 0.5);
    }

    @Test
    void countedLayersStandAtTheirEndAndAreAllWhereThereAreNoMore() {
        assertThat(byLayer("first:2:0.5", 5)).containsExactly(0.5, 0.5, 1, 1, 1);
        assertThat(byLayer("last:2:0.5", 5)).containsExactly(1, 1, 1, 0.5, 0.5);
        assertThat(byLayer("last:9:0.5", 2)).containsExactly(0.5, 0.5);
    }

    @Test
    void layersHaveTheTemperatureOfAnyPolicy() {
        assertThat(PassTemperature.of("first-half:log:2").at(16, 0, 4)).isEqualTo(0.25);
        assertThat(PassTemperature.of("first-half:log:2").at(16, 3, 4)).isEqualTo(1);
    }

    @Test
    void aBlendTakesAForwardPassForEachMember() {
        assertThat(AttentionTemperature.parse("blend:1.0,first-half:0.5").members())
                .containsExactly(new FixedTemperature(1), PassTemperature.of("first-half:0.5"));
        assertThat(new FixedTemperature(1).members()).containsExactly(AttentionTemperature.NONE);
        assertThatThrownBy(() -> PassTemperature.of("blend:1.0,0.5")).isInstanceOf(InvalidTemperatureException.class);
    }

    @Test
    void onlyTheFixedOneIsNone() {
        assertThat(AttentionTemperature.NONE.isNone()).isTrue();
        assertThat(new FixedTemperature(1).isNone()).isTrue();
        assertThat(new FixedTemperature(0.99).isNone()).isFalse();
        assertThat(new LogLengthTemperature(512).isNone()).isFalse();
    }

    @Property
    void everyTauIsWithinTheAllowedRange(
            @ForAll("policies") PassTemperature policy,
            @ForAll @IntRange(min = 1) int tokens,
            @ForAll @IntRange(min = 1, max = 48) int layers) {
        for (int layer = 0; layer < layers; layer++) {
            assertThat(policy.at(tokens, layer, layers)).isBetween(0.05, 20.0);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY, -1, 0, 0.04999999, 20.000001, Double.POSITIVE_INFINITY})
    void noPolicyTakesATauOutsideTheRange(double tau) {
        String given = "got '" + tau + "', allowed is a number from 0.05 to 20";
        assertThatThrownBy(() -> new FixedTemperature(tau)).hasMessageContaining(given);
        assertThatThrownBy(() -> PassTemperature.of("first-half:" + tau)).hasMessageContaining("allowed is a number from 0.05 to 20");
        assertThatThrownBy(() -> new Entry(1, tau)).hasMessageContaining(given);
    }

    @Test
    void aTableHasAtMost64Ranges() {
        List<Entry> entries = IntStream.rangeClosed(1, 65).mapToObj(from -> new Entry(from, 1)).toList();
        assertThat(new RangeTemperature(entries.subList(0, 64)).entries()).hasSize(64);
        assertThatThrownBy(() -> new RangeTemperature(entries))
                .isInstanceOf(InvalidTemperatureException.class)
                .hasMessageContaining("ranges:1=1.0,2=1.0,");
    }

    @Provide
    Arbitrary<PassTemperature> policies() {
        return Policies.passes();
    }

    private static double[] firstHalfByLayer(int layers) {
        return byLayer("first-half:0.5", layers);
    }

    private static double[] byLayer(String text, int layers) {
        PassTemperature policy = PassTemperature.of(text);
        return IntStream.range(0, layers).mapToDouble(layer -> policy.at(100, layer, layers)).toArray();
    }
}
