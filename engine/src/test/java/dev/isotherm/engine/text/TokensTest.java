package dev.isotherm.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {

    @Test
    void countsWhatTheModelSees() {
        Tokens whole = new Tokens(new int[] {101, 7, 102}, new int[3], 3);
        assertThat(whole.count()).isEqualTo(3);
        assertThat(whole.truncated()).isFalse();
    }

    @Test
    void isTruncatedWhenTheTextHadMore() {
        Tokens cut = new Tokens(new int[] {101, 102}, new int[2], 3);
        assertThat(cut.count()).isEqualTo(2);
        assertThat(cut.truncated()).isTrue();
    }

    @Test
    void poolingPassesOverAllButTheLastAtMost() {
        Tokens three = new Tokens(new int[3], new int[3], 3);
        assertThat(three.unpooled()).isZero();
        assertThat(three.passingOver(2).unpooled()).isEqualTo(2);
        assertThat(three.passingOver(9).unpooled()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0, 0, 5", "3, 2, 3", "2, 3, 3", "3, 3, 2", "1, 1, -1"})
    void refusesCountsThatContradictEachOther(int ids, int typeIds, int total) {
        assertThatThrownBy(() -> new Tokens(new int[ids], new int[typeIds], total))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(ids + " ids, " + typeIds + " type ids, " + total + " in total, 0 unpooled");
    }
}
