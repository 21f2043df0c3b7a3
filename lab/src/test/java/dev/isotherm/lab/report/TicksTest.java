package dev.isotherm.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TicksTest {

    @Test
    void roundNumbersWithTheDecimalsTheyNeed() {
        assertThat(labels(Ticks.covering(new Extent(0.5, 1.3), 10)))
                .containsExactly("0.5", "0.6", "0.7", "0.8", "0.9", "1.0", "1.1", "1.2", "1.3");
        assertThat(labels(Ticks.covering(new Extent(-3.4, 5.8), 8))).containsExactly("−4", "−2", "0", "2", "4", "6");
        assertThat(labels(Ticks.covering(new Extent(41, 54), 7))).containsExactly("40", "45", "50", "55");
        assertThat(labels(Ticks.covering(new Extent(0, 3000), 8))).containsExactly("0", "500", "1000", "1500", "2000", "2500", "3000");
        assertThat(labels(Ticks.covering(new Extent(0, 2e-8), 5))).containsExactly("0", "5.00e−9", "1.00e−8", "1.50e−8", "2.00e−8");
    }

    @Test
    void lengthsStandAtPowersOfTwo() {
        assertThat(labels(Ticks.powersOfTwo(new Extent(20, 512), 10))).containsExactly("16", "32", "64", "128", "256", "512");
        assertThat(labels(Ticks.powersOfTwo(new Extent(20, 513), 4))).containsExactly("16", "64", "256", "1024");
        assertThat(labels(Ticks.powersOfTwo(new Extent(0.3, 1), 10))).containsExactly("0.25", "0.5", "1");
    }

    @Test
    void aSingleValueHasAnAxisToo() {
        assertThat(Extent.of(DoubleStream.of(0.5))).isEqualTo(new Extent(0.45, 0.55));
        assertThat(Extent.of(DoubleStream.of(0))).isEqualTo(new Extent(0, 1));
        assertThat(Extent.of(DoubleStream.of(Double.NaN, Double.POSITIVE_INFINITY))).isEqualTo(new Extent(0, 1));
    }

    @Property
    void coverAnyRange(@ForAll @DoubleRange(min = -1e100, max = 1e100) double a, @ForAll @DoubleRange(min = -1e100, max = 1e100) double b,
            @ForAll @IntRange(min = 3, max = 12) int most) {
        Extent range = Extent.of(DoubleStream.of(a, b));
        holds(range, Ticks.covering(range, most), most);
    }

    @Property
    void coverUsualRanges(@ForAll @DoubleRange(min = -100, max = 100) double a, @ForAll @DoubleRange(min = -5, max = 2) double logSpread,
            @ForAll @IntRange(min = 3, max = 12) int most) {
        Extent range = Extent.of(DoubleStream.of(a, a + Math.pow(10, logSpread)));
        List<Ticks.Tick> ticks = Ticks.covering(range, most);
        holds(range, ticks, most);
        assertThat(labels(ticks)).doesNotHaveDuplicates();
    }

    @Property
    void powersOfTwoCoverAnyRange(@ForAll @DoubleRange(min = -300, max = 300) double a,
            @ForAll @DoubleRange(min = -300, max = 300) double b, @ForAll @IntRange(min = 3, max = 12) int most) {
        Extent range = Extent.of(DoubleStream.of(Math.pow(2, a), Math.pow(2, b)));
        List<Ticks.Tick> ticks = Ticks.powersOfTwo(range, most);
        holds(range, ticks, most);
        assertThat(ticks).allSatisfy(t -> assertThat(Math.scalb(1.0, Math.getExponent(t.value()))).isEqualTo(t.value()));
    }

    private static void holds(Extent range, List<Ticks.Tick> ticks, int most) {
        double[] values = ticks.stream().mapToDouble(Ticks.Tick::value).toArray();
        assertThat(values).isSorted().doesNotHaveDuplicates().hasSizeBetween(2, most);
        assertThat(values[0]).isLessThanOrEqualTo(range.low());
        assertThat(values[values.length - 1]).isGreaterThanOrEqualTo(range.high());
    }

    private static List<String> labels(List<Ticks.Tick> ticks) {
        return ticks.stream().map(Ticks.Tick::label).toList();
    }
}
