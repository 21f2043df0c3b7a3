package dev.isotherm.lab.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.isotherm.lab.policy.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

class StudyTest {

    private static final Evaluated FIRST = Outcomes.set("first", Outcomes.of("0.8", 3, 0.01), Outcomes.of("0.5", 2, 0.04));
    private static final Evaluated SECOND = Outcomes.set("second", Outcomes.of("0.8", -3, 0.03), Outcomes.of("0.5", -2, 0.005));

    /** By hand: the smallest of four p-values times 4, the next times 3, then 2, then at least as much as before. */
    @Test
    void pValuesAreCorrectedForAllSetsTogether() {
        Study study = new Study(List.of(FIRST, SECOND));
        assertThat(study.comparisons()).isEqualTo(4);
        assertAdjusted(study, FIRST, 0.03, 0.06);
        assertAdjusted(study, SECOND, 0.06, 0.02);
        assertThat(study.isSignificant(FIRST.outcomes().get(1))).isTrue();
        assertThat(study.isSignificant(FIRST.outcomes().get(2))).isFalse();
    }

    @Test
    void aSetByItselfIsCorrectedForLess() {
        Study study = new Study(List.of(FIRST));
        assertThat(study.comparisons()).isEqualTo(2);
        assertAdjusted(study, FIRST, 0.02, 0.04);
        assertThat(study.isSignificant(FIRST.outcomes().get(2))).isTrue();
    }

    @Test
    void aCorrectedPOfExactlyTheLevelIsNotSignificant() {
        Evaluated set = Outcomes.set("set", Outcomes.of("0.8", 3, 0.05));
        assertThat(new Study(List.of(set)).isSignificant(set.outcomes().get(1))).isFalse();
    }

    @Test
    void equalOutcomesOfTwoSetsAreTwoComparisons() {
        Evaluated one = Outcomes.set("one", Outcomes.of("0.8", 3, 0.02));
        Evaluated same = Outcomes.set("two", Outcomes.of("0.8", 3, 0.02));
        assertThat(one.outcomes()).isEqualTo(same.outcomes());
        Study study = new Study(List.of(one, same));
        assertThat(study.comparisons()).isEqualTo(2);
        assertAdjusted(study, one, 0.04);
        assertAdjusted(study, same, 0.04);
    }

    @Test
    void whatOthersAreComparedWithIsNoComparison() {
        Study study = new Study(List.of(FIRST));
        assertThat(study.policies()).extracting(Policy::toString).containsExactly("1.0", "0.8", "0.5");
        assertThat(study.adjusted(FIRST.outcomes().get(0))).isEqualTo(1);
        assertThat(new Study(List.of(Outcomes.set("alone"))).comparisons()).isZero();
    }

    @Test
    void setsUnderOtherPoliciesAreNoStudy() {
        Evaluated other = Outcomes.set("other", Outcomes.of("0.5", 3, 0.01), Outcomes.of("0.8", 2, 0.04));
        for (List<Evaluated> sets : List.of(List.of(FIRST, other), List.<Evaluated>of())) {
            assertThatThrownBy(() -> new Study(sets)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a study needs at least one set, and the same policies for all of them");
        }
    }

    private static void assertAdjusted(Study study, Evaluated set, double... expected) {
        assertThat(set.outcomes().stream().skip(1).mapToDouble(study::adjusted).toArray()).containsExactly(expected, within(1e-12));
    }
}
