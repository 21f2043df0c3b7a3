package dev.isotherm.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Does the interval hold the truth as often as it says, and does chance alone look significant as rarely as it should. */
class CoverageTest {

    private static final int DATA_SETS = 4_000;

    @ParameterizedTest
    @CsvSource({"60, 0.0", "100, 0.0", "100, 0.3"})
    void intervalsCoverTheTrueDifference(int n, double difference) {
        Random random = new Random(n);
        int covered = 0;
        for (int i = 0; i < DATA_SETS; i++) {
            Comparison comparison = compare(random, n, difference, i);
            covered += comparison.low() <= difference && difference <= comparison.high() ? 1 : 0;
        }
        assertThat(covered / (double) DATA_SETS).isBetween(0.93, 0.97);
    }

    @ParameterizedTest
    @CsvSource({"60", "100"})
    void chanceIsSignificantAsOftenAsItSays(int n) {
        Random random = new Random(17 + n);
        int significant = 0;
        for (int i = 0; i < DATA_SETS; i++) {
            significant += compare(random, n, 0, i).p() < 0.05 ? 1 : 0;
        }
        assertThat(significant / (double) DATA_SETS).isBetween(0.03, 0.07);
    }

    /** Scores that vary far more between items than between the two settings, as a retrieval metric's do. */
    private static Comparison compare(Random random, int n, double difference, long seed) {
        double[] baseline = new double[n];
        double[] value = new double[n];
        for (int i = 0; i < n; i++) {
            double item = 3 * random.nextGaussian();
            baseline[i] = item + random.nextGaussian();
            value[i] = item + random.nextGaussian() + difference;
        }
        return new PairedBootstrap(1_000, seed).ofMeans(baseline, value);
    }
}
