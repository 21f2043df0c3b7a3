package dev.isotherm.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PairedBootstrapTest {

    private static final PairedBootstrap BOOTSTRAP = new PairedBootstrap(10_000, 1);

    private final double[] baseline = new Random(3).doubles(80).toArray();
    private final double[] value = Arrays.stream(baseline).map(v -> v + 0.1 * Math.sin(50 * v) + 0.03).toArray();

    @Test
    void reportsTheSampleItself() {
        Comparison comparison = BOOTSTRAP.ofMeans(new double[] {0, 1, 0, 1}, new double[] {1, 1, 0, 2});
        assertThat(comparison.baseline()).isEqualTo(0.5);
        assertThat(comparison.value()).isEqualTo(1);
        assertThat(comparison.difference()).isEqualTo(0.5);
    }

    /** For means the percentile interval approaches mean ± 1.96 standard errors. */
    @Test
    void intervalIsThatOfTheNormalApproximation() {
        double[] values = new Random(5).doubles(400).toArray();
        Interval interval = BOOTSTRAP.interval(values);
        double mean = Arrays.stream(values).average().orElseThrow();
        double error = 1.96 * Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow() / 400);
        assertThat(interval.mean()).isEqualTo(mean);
        assertThat(interval.low()).isCloseTo(mean - error, within(0.0015));
        assertThat(interval.high()).isCloseTo(mean + error, within(0.0015));
    }

    @Test
    void noDifferenceAtAllHasTheHighestP() {
        assertThat(BOOTSTRAP.ofMeans(baseline, baseline)).isEqualTo(new Comparison(
                mean(baseline), mean(baseline), 0, 0, 0, 1));
    }

    @Test
    void aDifferenceThatNoResampleLosesHasTheLowestP() {
        double[] better = Arrays.stream(baseline).map(v -> v + 1).toArray();
        assertThat(BOOTSTRAP.ofMeans(baseline, better).p()).isEqualTo(2.0 / 10_001);
        assertThat(BOOTSTRAP.ofMeans(better, baseline).p()).isEqualTo(2.0 / 10_001);
    }

    /** Of four items one differs: a resample misses it with (3/4)⁴, and then the difference is zero. */
    @Test
    void pCountsTheResamplesOnTheOtherSideOfZero() {
        Comparison comparison = BOOTSTRAP.ofMeans(new double[4], new double[] {0, 0, 0, 1});
        assertThat(comparison.p()).isCloseTo(2 * Math.pow(0.75, 4), within(0.02));
    }

    @Test
    void isTheSameForTheSameSeedAndSymmetric() {
        Comparison comparison = BOOTSTRAP.ofMeans(baseline, value);
        assertThat(new PairedBootstrap(10_000, 1).ofMeans(baseline, value)).isEqualTo(comparison);
        assertThat(new PairedBootstrap(10_000, 2).ofMeans(baseline, value).low()).isNotEqualTo(comparison.low());
        Comparison reversed = BOOTSTRAP.ofMeans(value, baseline);
        assertThat(reversed.low()).isCloseTo(-comparison.high(), within(1e-12));
        assertThat(reversed.p()).isEqualTo(comparison.p());
    }

    @Test
    void anyStatisticIsResampledAsMeansAre() {
        Comparison general = BOOTSTRAP.of(80, meanOf(baseline), meanOf(value));
        Comparison means = BOOTSTRAP.ofMeans(baseline, value);
        assertThat(general.low()).isCloseTo(means.low(), within(1e-12));
        assertThat(general.high()).isCloseTo(means.high(), within(1e-12));
        assertThat(general.p()).isEqualTo(means.p());
        assertThat(BOOTSTRAP.interval(80, meanOf(value)).low()).isCloseTo(BOOTSTRAP.interval(value).low(), within(1e-12));
    }

    @Test
    @Timeout(10)
    void isFast() {
        double[] many = new Random(7).doubles(1_000).toArray();
        long start = System.nanoTime();
        BOOTSTRAP.ofMeans(many, new Random(8).doubles(1_000).toArray());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void refuses() {
        assertRefused(() -> new PairedBootstrap(99, 1), "resamples are 99, they must be at least 100");
        assertRefused(() -> BOOTSTRAP.ofMeans(new double[2], new double[3]), "paired values differ in number: 2 and 3");
        assertRefused(() -> BOOTSTRAP.interval(new double[0]), "at least one value");
        assertRefused(() -> BOOTSTRAP.interval(new double[] {Double.NaN}), "finite");
        assertRefused(() -> BOOTSTRAP.of(0, items -> 0, items -> 0), "there are 0 items");
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static ToDoubleFunction<int[]> meanOf(double[] values) {
        return items -> Arrays.stream(items).mapToDouble(i -> values[i]).average().orElseThrow();
    }
}
