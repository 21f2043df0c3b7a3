package dev.isotherm.engine.pooling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CentringTest {

    @Test
    void takesTheMeanOut() {
        assertThat(new Centring(new float[] {0.5f, 0, 0.25f}, new float[0][]).apply(new float[] {1, 0, 0}))
                .containsExactly(0.5f, 0, -0.25f);
    }

    @Test
    void nothingIsLeftAlongADirection() {
        Centring centring = new Centring(new float[] {0.5f, 0, 0}, new float[][] {{0.6f, 0.8f, 0}, {0, 0, 1}});
        float[] rest = centring.apply(new float[] {1, 2, 3});
        assertThat(0.6 * rest[0] + 0.8 * rest[1]).isBetween(-1e-6, 1e-6);
        assertThat(rest[2]).isZero();
        assertThat(0.8 * rest[0] - 0.6 * rest[1]).isBetween(-0.8 - 1e-6, -0.8 + 1e-6);
    }

    @Test
    void roundingIsNotTakenForAVector() {
        Centring centring = new Centring(new float[] {0, 0, 0}, new float[][] {{0.6f, 0.8f, 0}});
        assertThat(centring.apply(new float[] {0.6f, 0.8f, 0})).containsOnly(0);
        assertThat(centring.apply(new float[] {0.6f, 0.8f, 1e-4f})[2]).isEqualTo(1e-4f);
    }

    @Test
    void theHashNamesEveryNumber() {
        String hash = new Centring(new float[] {1, 2}, new float[][] {{1, 0}}).hash();
        assertThat(hash).isEqualTo(new Centring(new float[] {1, 2}, new float[][] {{1, 0}}).hash())
                .isNotEqualTo(new Centring(new float[] {1, 2}, new float[][] {{0, 1}}).hash())
                .isNotEqualTo(new Centring(new float[] {1, 2}, new float[0][]).hash())
                .isNotEqualTo(new Centring(new float[] {1, 2.5f}, new float[][] {{1, 0}}).hash());
    }

    @Test
    void numbersMustBeFiniteAndOfOneLength() {
        assertThatThrownBy(() -> new Centring(new float[0], new float[0][])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Centring(new float[] {Float.NaN}, new float[0][])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Centring(new float[2], new float[][] {{1}})).isInstanceOf(IllegalArgumentException.class);
    }
}
