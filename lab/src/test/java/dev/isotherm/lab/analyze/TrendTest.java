package dev.isotherm.lab.analyze;

import static dev.isotherm.lab.analyze.Clouds.cloud;
import static dev.isotherm.lab.analyze.Clouds.trend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule on clouds of vectors whose shape is known. */
class TrendTest {

    private static final int TEXTS = 80;

    @Test
    void aNarrowCloudAtAPlaceOfItsOwnIsACollapse() {
        Trend trend = trend(cloud(TEXTS, 0.7, 0, 60, 1), cloud(TEXTS, 0.7, 1, 12, 2));
        assertThat(trend.verdict()).isEqualTo(Verdict.COLLAPSE);
        assertThat(trend.cosine().from()).isCloseTo(0.49 / 1.49, within(0.02));
        assertThat(trend.rank().to()).isLessThan(12);
        assertThat(trend.texts()).isEqualTo(TEXTS);
    }

    @Test
    void moreOfWhatAllHaveInCommonIsNone() {
        Trend trend = trend(cloud(TEXTS, 0.7, 0, 60, 1), cloud(TEXTS, 1.0, 0, 60, 2));
        assertThat(trend.cosine().difference()).isCloseTo(0.5 - 0.49 / 1.49, within(0.03));
        assertThat(trend.verdict()).isEqualTo(Verdict.COSINE_ONLY);
        assertThat(trend.rank().difference()).isCloseTo(0, within(0.03));
    }

    @Test
    void lessDirectionsAtTheSamePlaceAreSigns() {
        Trend trend = trend(cloud(TEXTS, 0.7, 0, 60, 1), cloud(TEXTS, 1.0, 0, 12, 2));
        assertThat(trend.verdict()).isEqualTo(Verdict.SIGNS);
        assertThat(trend.rankFalls()).isTrue();
        assertThat(trend.centredRises()).isFalse();
    }

    @Test
    void aPlaceOfTheirOwnWithAllDirectionsIsASign() {
        Trend trend = trend(cloud(TEXTS, 0.7, 0, 60, 1), cloud(TEXTS, 0.7, 1, 60, 2));
        assertThat(trend.verdict()).isEqualTo(Verdict.SIGNS);
        assertThat(trend.centredRises()).isTrue();
        assertThat(trend.rankFalls()).isFalse();
    }

    @Test
    void alikeCloudsAreNoCollapse() {
        Trend trend = trend(cloud(TEXTS, 0.7, 0, 60, 1), cloud(TEXTS, 0.7, 0, 60, 2));
        assertThat(trend.verdict()).isEqualTo(Verdict.NONE);
        assertThat(trend.cosine().low()).isNegative();
        assertThat(trend.cosine().high()).isPositive();
    }

    @Test
    void textsThatSpreadWithLengthAreNoCollapse() {
        assertThat(trend(cloud(TEXTS, 1.0, 0, 60, 1), cloud(TEXTS, 0.7, 0, 60, 2)).verdict()).isEqualTo(Verdict.NONE);
    }

    @Test
    void longTextsThatAreAllTheSameAreACollapse() {
        float[][] same = new float[TEXTS][];
        Arrays.fill(same, cloud(1, 0.7, 1, 60, 5)[0]);
        Trend trend = trend(cloud(TEXTS, 0.7, 0, 60, 1), same);
        assertThat(trend.verdict()).isEqualTo(Verdict.COLLAPSE);
        assertThat(trend.rank().to()).isEqualTo(1);
    }

    /** Effective rank grows with the number of vectors: bins of different size must not look like a collapse or hide one. */
    @ParameterizedTest
    @CsvSource({"12, 300", "300, 12"})
    void unequalBinsAreComparedAtEqualNumbers(int shortTexts, int longTexts) {
        Trend trend = trend(cloud(shortTexts, 0.7, 0, 60, 1), cloud(longTexts, 0.7, 0, 60, 2));
        assertThat(trend.texts()).isEqualTo(12);
        assertThat(trend.verdict()).isEqualTo(Verdict.NONE);
        assertThat(trend.rank().difference()).isCloseTo(0, within(0.06));
    }

    /** Two sets of one kind: about one interval in twenty leaves out 0. */
    @Test
    void intervalsOfCosineAndRankHoldWhatTheySay() {
        long cosineMissed = 0;
        long rankMissed = 0;
        for (long seed = 0; seed < 100; seed++) {
            Trend trend = trend(cloud(40, 0.7, 0, 20, 2 * seed), cloud(40, 0.7, 0, 20, 2 * seed + 1));
            cosineMissed += missed(trend.cosine());
            rankMissed += missed(trend.rank());
        }
        assertThat(cosineMissed).isBetween(1L, 14L);
        assertThat(rankMissed).isBetween(0L, 14L);
    }

    @Test
    void theSameSeedGivesTheSameFigures() {
        float[][] first = cloud(TEXTS, 0.7, 0, 60, 1);
        float[][] second = cloud(200, 0.7, 1, 12, 2);
        assertThat(trend(first, second)).isEqualTo(trend(first, second));
    }

    @Test
    void aRepeatedTextIsNoPairWithItself() {
        float[][] vectors = cloud(5, 0.3, 0, 10, 9);
        int[] times = {2, 0, 1, 3, 1};
        double sum = 0;
        double pairs = 0;
        for (int i : IntStream.range(0, 5).toArray()) {
            for (int j = 0; j < 5; j++) {
                if (i != j) {
                    sum += times[i] * times[j] * cosine(vectors[i], vectors[j]);
                    pairs += times[i] * times[j];
                }
            }
        }
        assertThat(PairwiseCosine.of(vectors, times)).isCloseTo(sum / pairs, within(1e-6));
    }

    private static long missed(Change change) {
        return change.low() > 0 || change.high() < 0 ? 1 : 0;
    }

    private static double cosine(float[] a, float[] b) {
        return IntStream.range(0, a.length).mapToDouble(d -> (double) a[d] * b[d]).sum();
    }
}
