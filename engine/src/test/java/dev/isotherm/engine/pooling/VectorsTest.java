package dev.isotherm.engine.pooling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorsTest {

    @Property
    void normalizedHasLengthOneAndTheSameDirection(@ForAll @Size(min = 1, max = 64) float[] vector) {
        Assume.that(length(vector) > 0);
        float[] normalized = Vectors.normalized(vector);
        assertThat(Vectors.isFinite(normalized)).isTrue();
        assertThat(length(normalized)).isCloseTo(1, within(1e-6));
        for (int i = 0; i < vector.length; i++) {
            assertThat((double) normalized[i]).isCloseTo(vector[i] / length(vector), within(1e-7));
        }
    }

    @Test
    void normalizesAPythagoreanTriple() {
        assertThat(Vectors.normalized(new float[] {3, 0, -4})).containsExactly(0.6f, 0, -0.8f);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.MAX_VALUE, 1e30f, 1e-30f, Float.MIN_NORMAL, Float.MIN_VALUE})
    void normalizesHugeAndSmallValues(float value) {
        assertThat(Vectors.normalized(new float[] {value, -value, value, value})).containsExactly(0.5f, -0.5f, 0.5f, 0.5f);
    }

    @Test
    void aZeroVectorStaysZero() {
        assertThat(Vectors.normalized(new float[3])).containsExactly(0, 0, 0);
        assertThat(Vectors.normalized(new float[0])).isEmpty();
    }

    @Test
    void normalizedLeavesTheOriginalAlone() {
        float[] vector = {3, 4};
        assertThat(Vectors.normalized(vector)).isNotSameAs(vector);
        assertThat(vector).containsExactly(3, 4);
    }

    @Test
    void firstDimensionsCutsTheRestOff() {
        float[] vector = {1, 2, 3};
        assertThat(Vectors.firstDimensions(vector, 2)).containsExactly(1, 2);
        assertThat(Vectors.firstDimensions(vector, 1)).containsExactly(1);
        assertThat(Vectors.firstDimensions(vector, 3)).isSameAs(vector);
    }

    @Test
    void isFiniteSeesEveryComponent() {
        assertThat(Vectors.isFinite(new float[] {0, -1, Float.MAX_VALUE})).isTrue();
        assertThat(Vectors.isFinite(new float[] {0, Float.NaN})).isFalse();
        assertThat(Vectors.isFinite(new float[] {Float.POSITIVE_INFINITY, 0})).isFalse();
        assertThat(Vectors.isFinite(new float[] {0, Float.NEGATIVE_INFINITY, 0})).isFalse();
    }

    private static double length(float[] vector) {
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        return Math.sqrt(squares);
    }
}
