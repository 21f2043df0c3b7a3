package dev.isotherm.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Cutting and windows, on texts whose tokens are numbers between -1 and -2. */
class EncodedTextTest {

    @Test
    void windowsOfATextThatFitsAreTheText() {
        List<Window> windows = text(5).windows(7, 0, 0.5);
        assertThat(windows).hasSize(1);
        assertThat(windows.get(0).tokens().ids()).containsExactly(-1, 0, 1, 2, 3, 4, -2);
        assertThat(windows.get(0).own()).isEqualTo(7);
    }

    @Test
    void theLastWindowIsMovedBackToBeFull() {
        List<Window> windows = text(7).windows(5, 0, 0);
        assertThat(windows.stream().map(window -> window.tokens().ids()).toList()).usingRecursiveComparison().isEqualTo(List.of(
                new int[] {-1, 0, 1, 2, -2}, new int[] {-1, 3, 4, 5, -2}, new int[] {-1, 4, 5, 6, -2}));
    }

    @Test
    void aPromptIsRepeatedInEveryWindow() {
        List<Window> windows = text(6).windows(5, 1, 0);
        assertThat(windows.stream().map(window -> window.tokens().ids()).toList()).usingRecursiveComparison().isEqualTo(List.of(
                new int[] {-1, 0, 1, 2, -2}, new int[] {-1, 0, 3, 4, -2}, new int[] {-1, 0, 4, 5, -2}));
    }

    @Property
    void windowsHoldEveryTokenOnce(
            @ForAll @IntRange(min = 0, max = 200) int length,
            @ForAll @IntRange(min = 6, max = 40) int window,
            @ForAll @IntRange(min = 0, max = 3) int repeated,
            @ForAll @IntRange(min = 0, max = 9) int overlap) {
        EncodedText text = text(length);
        List<Integer> seen = new ArrayList<>();
        for (Window part : text.windows(window, Math.min(repeated, length), overlap / 10.0)) {
            int[] ids = part.tokens().ids();
            assertThat(ids.length).isLessThanOrEqualTo(window);
            assertThat(ids[0]).isEqualTo(-1);
            assertThat(ids[ids.length - 1]).isEqualTo(-2);
            assertThat(ids.length).isEqualTo(Math.min(window, length + 2));
            IntStream.range(part.from(), part.to()).forEach(i -> seen.add(ids[i]));
        }
        assertThat(seen).containsExactlyElementsOf(IntStream.of(text.ids()).boxed().toList());
    }

    @Property
    void aPairIsCutFromTheLongerFirst(
            @ForAll @IntRange(min = 0, max = 40) int first,
            @ForAll @IntRange(min = 0, max = 40) int second,
            @ForAll @IntRange(min = 3, max = 50) int window) {
        int[] ids = pair(first, second).cutPair(new Truncation(window, Truncation.Side.RIGHT), Integer.MAX_VALUE).ids();
        long ofFirst = IntStream.of(ids).filter(id -> id >= 0 && id < 1000).count();
        long ofSecond = IntStream.of(ids).filter(id -> id >= 1000).count();
        assertThat(ids.length).isEqualTo(Math.min(window, first + second + 3));
        assertThat(ofFirst == first || ofSecond == second || Math.abs(ofFirst - ofSecond) <= 1).isTrue();
        assertThat(ofFirst < first && ofSecond > ofFirst + 1).isFalse();
        assertThat(ofSecond < second && ofFirst > ofSecond + 1).isFalse();
    }

    @Test
    void theSecondOfAPairHasABoundOfItsOwn() {
        EncodedText pair = pair(2, 5);
        assertThat(pair.cutPair(new Truncation(50, Truncation.Side.RIGHT), 3).ids()).containsExactly(-1, 0, 1, -2, 1000, 1001, 1002, -3);
        assertThat(pair.cutPair(new Truncation(50, Truncation.Side.LEFT), 3).ids()).containsExactly(-1, 0, 1, -2, 1002, 1003, 1004, -3);
    }

    @Test
    void aCommonStartIsCounted() {
        EncodedText other = new EncodedText(new int[] {-1, 0, 1, 9, -2}, new int[5], new int[] {1, 0, 0, 0, 1});
        assertThat(text(5).commonStart(other)).isEqualTo(2);
        assertThat(text(0).commonStart(other)).isZero();
    }

    private static EncodedText text(int length) {
        int[] ids = IntStream.range(-1, length + 1).map(i -> i == length ? -2 : i).toArray();
        int[] special = new int[length + 2];
        special[0] = 1;
        special[length + 1] = 1;
        return new EncodedText(ids, new int[length + 2], special);
    }

    private static EncodedText pair(int first, int second) {
        int[] ids = new int[first + second + 3];
        int[] special = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i <= first ? i - 1 : 1000 + i - first - 2;
        }
        for (int mark : new int[] {0, first + 1, ids.length - 1}) {
            special[mark] = 1;
            ids[mark] = mark == 0 ? -1 : mark == first + 1 ? -2 : -3;
        }
        return new EncodedText(ids, new int[ids.length], special);
    }
}
