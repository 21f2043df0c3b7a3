package dev.isotherm.lab.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetrievalMetricTest {

    /** By hand: (3 + 2/log₂3 + 0 + 1/log₂5) / (3 + 3/log₂3 + 2/log₂4 + 1/log₂5). */
    @Test
    void ndcgOfAHandMadeRanking() {
        double expected = (3 + 2 / 1.5849625007 + 1 / 2.3219280949) / (3 + 3 / 1.5849625007 + 1 + 1 / 2.3219280949);
        assertThat(RetrievalMetric.NDCG_10.of(new int[] {3, 2, 0, 1}, new int[] {1, 0, 3, 2, 3}))
                .isCloseTo(expected, within(1e-9));
    }

    @Test
    void ndcgOfASingleRelevantDocumentIsItsDiscount() {
        assertThat(RetrievalMetric.NDCG_10.of(new int[] {0, 0, 1}, new int[] {1})).isCloseTo(0.5, within(1e-12));
        assertThat(RetrievalMetric.NDCG_10.of(new int[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, new int[] {1})).isZero();
    }

    @Test
    void ndcgsBestOrderIsCutOffToo() {
        int[] eleven = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        assertThat(RetrievalMetric.NDCG_10.of(eleven, eleven)).isEqualTo(1);
    }

    @Test
    void gradesBelowZeroAreNotRelevant() {
        assertThat(RetrievalMetric.NDCG_10.of(new int[] {-2, 1}, new int[] {1, -2}))
                .isEqualTo(RetrievalMetric.NDCG_10.of(new int[] {0, 1}, new int[] {1, 0}));
        assertThat(RetrievalMetric.RECALL_10.of(new int[] {-2, 1}, new int[] {1, -2})).isEqualTo(1);
    }

    @Test
    void recallCountsUpToTheCutoff() {
        int[] ranked = new int[101];
        ranked[0] = 1;
        ranked[9] = 2;
        ranked[10] = 1;
        ranked[100] = 1;
        int[] judged = {1, 2, 1, 1, 0, 0};
        assertThat(RetrievalMetric.RECALL_10.of(ranked, judged)).isEqualTo(0.5);
        assertThat(RetrievalMetric.RECALL_100.of(ranked, judged)).isEqualTo(0.75);
    }

    @Test
    void accuracyLooksAtTheFirst() {
        assertThat(RetrievalMetric.ACCURACY_1.of(new int[] {2, 0}, new int[] {2, 1})).isEqualTo(1);
        assertThat(RetrievalMetric.ACCURACY_1.of(new int[] {0, 2}, new int[] {2, 1})).isZero();
        assertThat(RetrievalMetric.ACCURACY_1.of(new int[0], new int[] {2})).isZero();
    }

    @Property
    void ndcgIsAtMostOneAndSwappingABetterUpNeverHurts(
            @ForAll @Size(min = 2, max = 30) List<@IntRange(max = 3) Integer> values, @ForAll @IntRange(max = 28) int at) {
        int[] grades = values.stream().mapToInt(Integer::intValue).toArray();
        int i = at % (grades.length - 1);
        grades[0] = Math.max(1, grades[0]);
        int[] swapped = grades.clone();
        swapped[i] = Math.max(grades[i], grades[i + 1]);
        swapped[i + 1] = Math.min(grades[i], grades[i + 1]);
        double before = RetrievalMetric.NDCG_10.of(grades, grades);
        assertThat(RetrievalMetric.NDCG_10.of(swapped, grades)).isBetween(before - 1e-12, 1 + 1e-12);
    }

    @ParameterizedTest
    @EnumSource
    void isKnownByItsLabel(RetrievalMetric metric) {
        assertThat(RetrievalMetric.of(metric.label())).isEqualTo(metric);
        assertThat(RetrievalMetric.of(metric.label().toUpperCase(Locale.ROOT))).isEqualTo(metric);
        assertThatThrownBy(() -> metric.of(new int[] {0}, new int[] {0}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("needs at least one relevant document");
    }

    @Test
    void refusesAnUnknownLabel() {
        assertThatThrownBy(() -> RetrievalMetric.of("MAP"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("metric 'MAP' is unknown, there are NDCG@10, recall@10, recall@100, accuracy@1");
    }
}
