package dev.isotherm.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TruncationTest {

    @ParameterizedTest
    @EnumSource
    void aWindowOfOneTokenIsAllowed(Truncation.Side side) {
        Truncation truncation = new Truncation(1, side);
        assertThat(truncation.maxTokens()).isEqualTo(1);
        assertThat(truncation.side()).isEqualTo(side);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void refusesAWindowWithoutRoom(int maxTokens) {
        assertThatThrownBy(() -> new Truncation(maxTokens, Truncation.Side.RIGHT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxTokens is " + maxTokens + ", allowed is 1 and more");
    }
}
