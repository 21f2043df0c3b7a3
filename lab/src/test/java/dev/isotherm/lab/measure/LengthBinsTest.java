package dev.isotherm.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LengthBinsTest {

    @ParameterizedTest
    @CsvSource({"0,0", "1,0", "64,0", "65,1", "128,1", "129,2", "256,2", "257,3", "512,3", "513,4", "2147483647,4"})
    void findsTheBin(int tokens, int bin) {
        assertThat(LengthBins.parse("1,65,129, 257,513").bin(tokens)).isEqualTo(bin);
    }

    @Test
    void labelsEachBinByItsRange() {
        LengthBins bins = LengthBins.parse("1,2,65");
        assertThat(bins.label(0)).isEqualTo("1");
        assertThat(bins.label(1)).isEqualTo("2-64");
        assertThat(bins.label(2)).isEqualTo("65+");
        assertThat(LengthBins.STANDARD.label(3)).isEqualTo("65-128");
        assertThat(LengthBins.STANDARD.label(9)).isEqualTo("4097+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1,", "one", "1.5", "0,5", "2,5", "1,5,5", "1,9,5", "1,-3", "1,99999999999"})
    void refuses(String text) {
        assertThatThrownBy(() -> LengthBins.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("length bins are ")
                .hasMessageEndingWith("they must be whole numbers, ascending, with 1 first, as in 1,65,129");
    }

    @Test
    void refusesTextsOfFewerThanNoTokens() {
        assertThatThrownBy(() -> LengthBins.STANDARD.bin(-1)).hasMessage("a text cannot have -1 tokens");
    }
}
