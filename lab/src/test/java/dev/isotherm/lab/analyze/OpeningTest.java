package dev.isotherm.lab.analyze;

import static dev.isotherm.lab.analyze.Clouds.cloud;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The longest bin under two policies; of the other bin nothing is asked. */
class OpeningTest {

    private static final int SHORT = 20;
    private static final int LONG = 60;

    @Test
    void lessInCommonOpens() {
        Opening opening = opening(cloud(LONG, 1.0, 0, 60, 2), cloud(LONG, 0.5, 0, 60, 2), 1);
        assertThat(opening.opens()).isTrue();
        assertThat(opening.cosine().from()).isCloseTo(0.5, within(0.03));
        assertThat(opening.cosine().to()).isCloseTo(0.2, within(0.03));
        assertThat(opening.cosine().difference()).isEqualTo(opening.cosine().to() - opening.cosine().from());
        assertThat(opening.rank()).as("directions are the same").isCloseTo(opening.rankBefore(), within(1.0));
    }

    @Test
    void moreInCommonDoesNot() {
        assertThat(opening(cloud(LONG, 0.5, 0, 60, 2), cloud(LONG, 1.0, 0, 60, 2), 1).opens()).isFalse();
    }

    @Test
    void theSameVectorsDoNot() {
        Opening opening = opening(cloud(LONG, 0.7, 0, 60, 2), cloud(LONG, 0.7, 0, 60, 2), 1);
        assertThat(opening.opens()).isFalse();
        assertThat(opening.cosine().difference()).isZero();
        assertThat(opening.rank()).isEqualTo(opening.rankBefore());
    }

    /** Ranks are of as many texts as the shortest bin has, so at most one less. */
    @Test
    void moreDirectionsAreAHigherRankOfEqualNumbers() {
        Opening opening = opening(cloud(LONG, 0.7, 0, 5, 2), cloud(LONG, 0.7, 0, 60, 3), 1);
        assertThat(opening.rankBefore()).isBetween(2.0, 5.0);
        assertThat(opening.rank()).isBetween(12.0, SHORT - 1.0);
    }

    @Test
    void theIntervalIsWiderTheMorePoliciesAreTried() {
        Change one = opening(cloud(LONG, 1.0, 0, 60, 2), cloud(LONG, 0.9, 0, 60, 3), 1).cosine();
        Change ten = opening(cloud(LONG, 1.0, 0, 60, 2), cloud(LONG, 0.9, 0, 60, 3), 10).cosine();
        assertThat(ten.difference()).isEqualTo(one.difference());
        assertThat(ten.low()).isLessThan(one.low());
        assertThat(ten.high()).isGreaterThan(one.high());
        assertThat(Opening.level(1)).isEqualTo(0.95);
        assertThat(Opening.level(10)).isCloseTo(0.995, within(1e-12));
    }

    /** Texts are drawn once for both policies: what tells texts apart cancels out, unlike between different texts. */
    @Test
    void pairsOfTheSameTextsAreSurerThanDifferentOnes() {
        float[][] before = cloud(LONG, 1.0, 0, 60, 2);
        float[][] after = cloud(LONG, 0.95, 0, 60, 2);
        Change paired = opening(before, after, 1).cosine();
        Change unpaired = new Resampling(1).cosine(before, after);
        assertThat(paired.high() - paired.low()).isLessThan(0.5 * (unpaired.high() - unpaired.low()));
    }

    private static Opening opening(float[][] before, float[][] after, int comparisons) {
        LengthGroups groups = Clouds.groups(SHORT, LONG);
        float[][] shortOnes = cloud(SHORT, 0.7, 0, 60, 1);
        return Opening.of(BinnedVectors.of(Clouds.both(shortOnes, before), groups), BinnedVectors.of(Clouds.both(shortOnes, after), groups),
                groups, comparisons, 1);
    }
}
