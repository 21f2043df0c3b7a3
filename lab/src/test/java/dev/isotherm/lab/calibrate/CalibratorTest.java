package dev.isotherm.lab.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.statistics.Comparison;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is chosen, and what is then recommended, by hand-made differences. */
class CalibratorTest {

    private static final Trial PUBLISHED = trial("1.0", 0, 0, 1);

    @Test
    void theBestIsChosenWhereItIsBetterByMoreThanItsError() {
        assertThat(chosen(PUBLISHED, trial("0.8", 2, 2, 1), trial("0.5", 5, 5, 1))).isEqualTo("0.5");
    }

    @Test
    void ofCandidatesWithinAnErrorTheCheapestIsChosen() {
        assertThat(chosen(PUBLISHED, trial("1.0+centre", 4, 4, 1), trial("0.8", 4.5, 4.5, 1), trial("blend:1.0,0.5", 4.8, 4.8, 1)))
                .isEqualTo("1.0+centre");
        assertThat(chosen(PUBLISHED, trial("1.0+centre", 1, 1, 1), trial("0.8", 4.5, 4.5, 1), trial("blend:1.0,0.5", 4.8, 4.8, 1)))
                .isEqualTo("0.8");
    }

    @Test
    void nothingIsChosenWhereTheBestIsWithinAnErrorOfTheModelAsPublished() {
        assertThat(chosen(PUBLISHED, trial("0.8", 0.9, 5, 1), trial("0.5", -3, -3, 1))).isEqualTo("1.0");
    }

    @Test
    void nothingIsChosenWhereATemperatureOnlyHurts() {
        assertThat(chosen(PUBLISHED, trial("0.8", -1, -1, 1), trial("0.5", -5, -5, 2))).isEqualTo("1.0");
    }

    @Test
    void aChoiceThatDoesNotHoldOnTheOtherHalfIsNotRecommended() {
        assertThat(recommended(PUBLISHED, trial("0.5", 5, 5, 1))).isEqualTo("0.5");
        assertThat(recommended(PUBLISHED, trial("0.5", 5, 0.2, 1))).isEqualTo("1.0");
        assertThat(recommended(PUBLISHED, trial("0.5", 5, -5, 1))).isEqualTo("1.0");
    }

    @Test
    void noTemperatureIsSoldWhereASubtractionDoesAsMuch() {
        assertThat(recommended(PUBLISHED, trial("1.0+centre", 3, 6, 1), trial("0.5", 5, 5, 1))).isEqualTo("1.0+centre");
        assertThat(recommended(PUBLISHED, trial("1.0+centre", 3, 3, 1), trial("0.5", 5, 5, 1))).isEqualTo("0.5");
        assertThat(recommended(PUBLISHED, trial("1.0+centre", 3, 0.1, 1), trial("0.5", 5, 0.05, 1))).isEqualTo("1.0");
    }

    @Test
    void costsRiseFromASubtractionToSeveralForwardPasses() {
        assertThat(List.of("1.0", "1.0+centre", "0.8", "1.0+mean", "blend:1.0,0.5", "blend:1.0,0.7,0.5").stream()
                .map(policy -> trial(policy, 0, 0, 1).cost())).containsExactly(0, 1, 2, 2, 3, 4);
    }

    private static String chosen(Trial... trials) {
        return Calibrator.choose(List.of(trials)).policy().toString();
    }

    private static String recommended(Trial... trials) {
        return Calibrator.recommend(List.of(trials), Calibrator.choose(List.of(trials))).toString();
    }

    /** A held-out difference of 1 and more is significant. */
    private static Trial trial(String policy, double chosenOn, double heldOut, double error) {
        return new Trial(Policy.parse(policy), comparison(chosenOn), comparison(heldOut), error);
    }

    private static Comparison comparison(double difference) {
        return new Comparison(50, 50 + difference, difference, difference - 0.9, difference + 0.9, Math.abs(difference) >= 1 ? 0.01 : 0.6);
    }
}
