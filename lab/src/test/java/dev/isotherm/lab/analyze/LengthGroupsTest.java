package dev.isotherm.lab.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.lab.measure.LengthBins;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LengthGroupsTest {

    /** Eight of 5 tokens, seven of 20, nine of 40 to 48, one of 600. */
    private static final LengthGroups GROUPS = groups(
            IntStream.generate(() -> 5).limit(8), IntStream.generate(() -> 20).limit(7), IntStream.range(40, 49), IntStream.of(600));

    @Test
    void binsOfTextsAreInOrderOfLength() {
        assertThat(GROUPS.present()).extracting(GROUPS::label).containsExactly("1-16", "17-32", "33-64", "513-1024");
        assertThat(groups(IntStream.of(600, 5, 20)).present()).isSorted().hasSize(3);
    }

    @Test
    void binsOfFewTextsAreNotJudged() {
        assertThat(GROUPS.judged()).extracting(GROUPS::label).containsExactly("1-16", "33-64");
        assertThat(GROUPS.label(GROUPS.shortest())).isEqualTo("1-16");
        assertThat(GROUPS.label(GROUPS.longest())).isEqualTo("33-64");
    }

    @Test
    void twoJudgedBinsAreComparable() {
        assertThat(GROUPS.comparable()).isTrue();
        assertThat(groups(IntStream.generate(() -> 5).limit(30), IntStream.generate(() -> 300).limit(7)).comparable()).isFalse();
        assertThat(groups(IntStream.generate(() -> 5).limit(7)).judged()).isEmpty();
    }

    @Test
    void membersAreTextsByTheirIndex() {
        LengthGroups mixed = groups(IntStream.of(300, 5, 301, 6, 7));
        assertThat(mixed.members(mixed.present().get(0))).containsExactly(1, 3, 4);
        assertThat(mixed.members(mixed.present().get(1))).containsExactly(0, 2);
        assertThat(mixed.members(9)).isEmpty();
    }

    @Test
    void theMedianIsTheTextInTheMiddle() {
        assertThat(GROUPS.medianTokens(GROUPS.longest())).isEqualTo(44);
        assertThat(groups(IntStream.of(16, 1, 3)).medianTokens(0)).isEqualTo(3);
    }

    /** The window is 512: a text of as many tokens is read whole. */
    @Test
    void whatIsBeyondTheWindowIsCounted() {
        LengthGroups long4 = groups(IntStream.of(512, 513, 600, 700));
        assertThat(long4.beyondWindow()).isEqualTo(3);
        assertThat(long4.beyondWindow(LengthBins.STANDARD.bin(512))).isZero();
        assertThat(long4.beyondWindow(LengthBins.STANDARD.bin(513))).isEqualTo(1);
        LengthGroups half = new LengthGroups(LengthBins.parse("1"), new int[] {512, 513, 1, 514}, 512);
        assertThat(half.beyondWindow(0)).isEqualTo(0.5);
    }

    private static LengthGroups groups(IntStream... tokens) {
        return new LengthGroups(LengthBins.STANDARD, Stream.of(tokens).flatMapToInt(t -> t).toArray(), 512);
    }
}
