package dev.isotherm.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isotherm.engine.pooling.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The mean cosine between pairs, by length. */
class LengthCollapseTest {

    @Test
    void itIsTheMeanOverAllPairs() {
        LengthCollapse collapse = new LengthCollapse();
        Random random = new Random(5);
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            vectors.add(Vectors.normalized(new float[] {random.nextFloat(), random.nextFloat() - 0.5f, 1}));
            collapse.note(100, vectors.get(i));
        }
        double sum = 0;
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < i; j++) {
                sum += Vectors.cosine(vectors.get(i), vectors.get(j));
            }
        }
        assertThat(bucket(collapse, "65-128").meanCosine()).isCloseTo(sum / 190, within(1e-6));
    }

    @Test
    void fewTextsSayNothing() {
        LengthCollapse collapse = new LengthCollapse();
        for (int i = 0; i < 7; i++) {
            collapse.note(1, new float[] {1, 0});
        }
        assertThat(bucket(collapse, "1-16").meanCosine()).isNaN();
        collapse.note(16, new float[] {1, 0});
        assertThat(bucket(collapse, "1-16").meanCosine()).isEqualTo(1);
        assertThat(bucket(collapse, "17-32").meanCosine()).isNaN();
    }

    @Test
    void onlyTheLastTextsCount() {
        LengthCollapse collapse = new LengthCollapse();
        for (int i = 0; i < 200; i++) {
            collapse.note(5000, i < 136 ? new float[] {0, i % 2 == 0 ? 1 : -1} : new float[] {1, 0});
        }
        assertThat(bucket(collapse, "4097+").meanCosine()).isEqualTo(1);
    }

    private static LengthCollapse.Bucket bucket(LengthCollapse collapse, String label) {
        return collapse.buckets().stream().filter(bucket -> bucket.label().equals(label)).findFirst().orElseThrow();
    }
}
