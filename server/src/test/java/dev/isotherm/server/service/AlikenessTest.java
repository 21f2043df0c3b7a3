package dev.isotherm.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isotherm.engine.pooling.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Cosines and distances of vectors that can be drawn on paper. */
class AlikenessTest {

    /** Their mean is (0, 0.8), and what is left of each lies opposite to the other. */
    private static final List<float[]> OPPOSITE = List.of(new float[] {0.6f, 0.8f}, new float[] {-0.6f, 0.8f});

    @Test
    void twoThatDifferFromTheirMeanInOppositeDirections() {
        Alikeness alikeness = Alikeness.of(OPPOSITE, OPPOSITE);
        assertThat(alikeness.meanCosine()).isCloseTo(0.64 - 0.36, within(1e-6));
        assertThat(alikeness.centredMeanCosine()).isCloseTo(-1, within(1e-6));
        assertThat(alikeness.meanCosineCentredOnAll()).isCloseTo(-1, within(1e-6));
        assertThat(alikeness.distanceToCentre()).isCloseTo(0.6, within(1e-6));
    }

    /** The mean of all is (0, 0): nothing is subtracted, and these two keep a place of their own. */
    @Test
    void theCentreOfAllIsAnother() {
        List<float[]> all = new ArrayList<>(OPPOSITE);
        all.add(new float[] {0.6f, -0.8f});
        all.add(new float[] {-0.6f, -0.8f});
        Alikeness alikeness = Alikeness.of(OPPOSITE, all);
        assertThat(alikeness.meanCosineCentredOnAll()).isCloseTo(0.28, within(1e-6));
        assertThat(alikeness.centredMeanCosine()).isCloseTo(-1, within(1e-6));
    }

    /** Around their mean (1/3, 0) the residuals are (−1/3, 1), (−1/3, −1) and (2/3, 0): cosines −0.8 and twice −1/√10. */
    @Test
    void threeAroundTheirMean() {
        List<float[]> vectors = List.of(new float[] {0, 1}, new float[] {0, -1}, new float[] {1, 0});
        Alikeness alikeness = Alikeness.of(vectors, vectors);
        assertThat(alikeness.meanCosine()).isCloseTo(-1.0 / 3, within(1e-9));
        assertThat(alikeness.centredMeanCosine()).isCloseTo((-0.8 - 2 / Math.sqrt(10)) / 3, within(1e-9));
        assertThat(alikeness.distanceToCentre()).isCloseTo((2 * Math.sqrt(10) / 3 + 2.0 / 3) / 3, within(1e-9));
    }

    @Test
    void equalsHaveNoDirectionFromTheirMean() {
        List<float[]> vectors = List.of(new float[] {0.6f, 0.8f}, new float[] {0.6f, 0.8f}, new float[] {0.6f, 0.8f});
        Alikeness alikeness = Alikeness.of(vectors, vectors);
        assertThat(alikeness.meanCosine()).isCloseTo(1, within(1e-6));
        assertThat(alikeness.centredMeanCosine()).isNaN();
        assertThat(alikeness.distanceToCentre()).isCloseTo(0, within(1e-6));
    }

    /** A direction in common makes the raw cosine rise, and not the centred one. */
    @Test
    void whatIsSharedIsNoCollapse() {
        Random random = new Random(3);
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            float[] vector = new float[100];
            for (int j = 0; j < vector.length; j++) {
                vector[j] = (float) random.nextGaussian() + (j == 0 ? 30 : 0);
            }
            vectors.add(Vectors.normalized(vector));
        }
        Alikeness alikeness = Alikeness.of(vectors.subList(0, 32), vectors);
        assertThat(alikeness.meanCosine()).isGreaterThan(0.85);
        assertThat(alikeness.meanCosineCentredOnAll()).isBetween(-0.03, 0.03);
        assertThat(alikeness.centredMeanCosine()).isCloseTo(-1.0 / 31, within(0.005));
    }
}
