package dev.isotherm.engine.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchPlannerTest {

    /** What waits: its place in the line and its tokens. */
    record Item(int place, int length) {}

    @Property
    void staysWithinTheBudgetUnlessAlone(@ForAll("lines") List<Item> line, @ForAll @IntRange(min = 1, max = 300) int budget) {
        List<Item> batch = plan(budget, line);
        if (batch.size() > 1) {
            assertThat(batch.stream().mapToInt(Item::length).sum()).isLessThanOrEqualTo(budget);
        }
    }

    @Property
    void theFirstInLineAlwaysGoes(@ForAll("lines") List<Item> line, @ForAll @IntRange(min = 1, max = 300) int budget) {
        assertThat(plan(budget, line)).contains(line.get(0));
    }

    @Property
    void standsLongestFirst(@ForAll("lines") List<Item> line, @ForAll @IntRange(min = 1, max = 300) int budget) {
        assertThat(plan(budget, line)).isSortedAccordingTo(Comparator.comparingInt(Item::length).reversed());
    }

    @Property
    void takesNothingTwiceAndNothingThatDoesNotWait(
            @ForAll("lines") List<Item> line, @ForAll @IntRange(min = 1, max = 300) int budget) {
        List<Item> before = List.copyOf(line);
        assertThat(plan(budget, line)).isSubsetOf(before).doesNotHaveDuplicates();
        assertThat(line).isEqualTo(before);
    }

    @Property
    void leavesNothingThatWouldStillFit(@ForAll("lines") List<Item> line, @ForAll @IntRange(min = 1, max = 300) int budget) {
        List<Item> batch = plan(budget, line);
        int room = budget - batch.stream().mapToInt(Item::length).sum();
        assertThat(line).filteredOn(item -> !batch.contains(item)).allMatch(item -> item.length > room);
    }

    @Property
    void everyItemGoesOnceAndWaitsForNoMoreBatchesThanItHadItemsBeforeIt(
            @ForAll("lines") List<Item> line, @ForAll @IntRange(min = 1, max = 300) int budget) {
        List<Item> waiting = new ArrayList<>(line);
        List<Item> gone = new ArrayList<>();
        for (int batches = 0; !waiting.isEmpty(); batches++) {
            List<Item> batch = plan(budget, waiting);
            int waited = batches;
            assertThat(batch).allMatch(item -> item.place >= waited);
            gone.addAll(batch);
            waiting.removeAll(batch);
        }
        assertThat(gone).containsExactlyInAnyOrderElementsOf(line);
    }

    @Test
    void anItemBeyondTheBudgetGoesAlone() {
        assertThat(lengths(plan(100, line(101, 1, 1)))).containsExactly(101);
        assertThat(lengths(plan(100, line(100, 1, 1)))).containsExactly(100);
    }

    @Test
    void anItemBeyondTheBudgetWaitsUntilItIsFirst() {
        assertThat(lengths(plan(100, line(5, 101, 95)))).containsExactly(95, 5);
    }

    @Test
    void laterItemsOvertakeOneThatDoesNotFit() {
        assertThat(plan(100, line(60, 50, 30, 20, 10)))
                .containsExactly(new Item(0, 60), new Item(2, 30), new Item(4, 10));
    }

    @Test
    void equalLengthsKeepTheirOrder() {
        assertThat(plan(100, line(5, 7, 5, 7))).extracting(Item::place).containsExactly(1, 3, 0, 2);
    }

    @Test
    void sumsBeyondAnIntDoNotWrapAround() {
        assertThat(lengths(plan(Integer.MAX_VALUE, line(Integer.MAX_VALUE - 1, 2, 1)))).containsExactly(Integer.MAX_VALUE - 1, 1);
    }

    @Test
    void planIsEmptyOnlyWhenNothingWaits() {
        assertThat(plan(100, List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void refusesABudgetBelowOne(int budget) {
        assertThatThrownBy(() -> new BatchPlanner(budget))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxBatchTokens is " + budget + ", allowed is 1 and more");
        assertThat(new BatchPlanner(1).maxBatchTokens()).isEqualTo(1);
    }

    @Provide
    Arbitrary<List<Item>> lines() {
        return Arbitraries.integers().between(1, 200).array(int[].class).ofMinSize(1).ofMaxSize(40).map(BatchPlannerTest::line);
    }

    private static List<Item> line(int... lengths) {
        return IntStream.range(0, lengths.length).mapToObj(i -> new Item(i, lengths[i])).toList();
    }

    private static List<Item> plan(int budget, List<Item> line) {
        return new BatchPlanner(budget).plan(line, Item::length);
    }

    private static List<Integer> lengths(List<Item> batch) {
        return batch.stream().map(Item::length).toList();
    }
}
