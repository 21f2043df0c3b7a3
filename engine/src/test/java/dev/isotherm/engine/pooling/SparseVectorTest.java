package dev.isotherm.engine.pooling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparseVectorTest {

    @Test
    void holdsWhatIsGreaterThanZeroInItsOrder() {
        SparseVector vector = SparseVector.of(new float[] {0, 2.5f, -1, 0, Float.MIN_VALUE});
        assertThat(vector.indices()).containsExactly(1, 4);
        assertThat(vector.values()).containsExactly(2.5f, Float.MIN_VALUE);
    }

    @Test
    void mayBeEmpty() {
        assertThat(SparseVector.of(new float[3]).indices()).isEmpty();
    }
}
