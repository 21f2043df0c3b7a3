package dev.isotherm.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GridTest {

    @Test
    void aRowHasAThreadForEachVectorInWholeWarps() {
        assertThat(Grid.ofRows(5, 1, Element.FLOAT32)).isEqualTo(new Grid(5, 1, 32));
        assertThat(Grid.ofRows(5, 1152, Element.FLOAT16)).isEqualTo(new Grid(5, 1, 160));
        assertThat(Grid.ofRows(5, 1152, Element.FLOAT32)).isEqualTo(new Grid(5, 1, 256));
        assertThat(Grid.ofRows(Integer.MAX_VALUE, 3L * Integer.MAX_VALUE, Element.BFLOAT16)).isEqualTo(new Grid(Integer.MAX_VALUE, 1, 256));
    }

    @Test
    void tilesStayWithinTheDriversLimit() {
        assertThat(Grid.ofTiles(3, 385, 256, 128)).isEqualTo(new Grid(3, 2, 128));
        assertThat(Grid.ofTiles(3, Integer.MAX_VALUE, 128, 128)).isEqualTo(new Grid(3, 65535, 128));
    }

    @Test
    void refusesWhatNoDeviceTakes() {
        assertThat(Grid.ofRows(0, 7, Element.FLOAT32).empty()).isTrue();
        assertThatThrownBy(() -> Grid.ofRows(-1, 7, Element.FLOAT32)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-1");
        assertThatThrownBy(() -> Grid.ofRows(1, 0, Element.FLOAT32)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("columns: 0");
        assertThatThrownBy(() -> new Grid(1, 1, 33)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("33 threads");
    }
}
