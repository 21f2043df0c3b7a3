package dev.isotherm.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTest {

    @Test
    void numbersReadAsAReaderWantsThem() {
        assertThat(Cell.number(-0.44, 1).text()).isEqualTo("−0.4");
        assertThat(Cell.number(-0.04, 1).text()).isEqualTo("0.0");
        assertThat(Cell.number(Double.NaN, 1).text()).isEqualTo("–");
        assertThat(Cell.signed(1.24, 1).text()).isEqualTo("+1.2");
        assertThat(Cell.signed(-0.4, 1).text()).isEqualTo("−0.4");
        assertThat(Cell.signed(0.04, 1).text()).isEqualTo("0.0");
        assertThat(Cell.number(1e20, 1).text()).isEqualTo("1.00e20");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "−0.4", "+1.2**", "10,000", "<0.001", "85 %", "+1.2 [+0.3, +2.1]", "1e-5", "3.1×", "0.25 s"})
    void looksLikeANumber(String text) {
        assertThat(column(text, "–", "").isNumeric(0)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"log:64", "65–128", "blend:1.0,0.5", "yes", "–", ".", "1.2.3"})
    void looksLikeAName(String text) {
        assertThat(column(text, "").isNumeric(0)).isFalse();
    }

    @Test
    void raggedRowsAreNamed() {
        assertThatThrownBy(() -> new Table(List.of("a", "b"), List.of(List.of(Cell.of("1"))), ""))
                .hasMessage("row 1 of the table has 1 cells; it must have 2, one for each column");
        assertThatThrownBy(() -> new HeatMap("", List.of("a"), List.of("b"), new double[][] {{1, 2}}, 1))
                .hasMessage("row 1 of the heat map has 2 values; it must have 1, one for each column");
        assertThatThrownBy(() -> new HeatMap("", List.of("a"), List.of(), new double[0][], 1))
                .hasMessage("the heat map has 0 rows of values; it must have 1, one for each name");
        assertThatThrownBy(() -> Cell.number(1, 99)).hasMessage("decimals is 99; allowed are 0 to 12");
    }

    @Test
    void aHeatMapKeepsItsOwnNumbers() {
        double[][] values = {{1}};
        HeatMap map = new HeatMap("", List.of("a"), List.of("b"), values, 0);
        values[0][0] = 2;
        map.values()[0][0] = 3;
        assertThat(map.values()[0][0]).isEqualTo(1);
    }

    private static Table column(String... cells) {
        return new Table(List.of("c"), List.of(cells).stream().map(text -> List.of(Cell.of(text))).toList(), "");
    }
}
