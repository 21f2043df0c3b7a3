package dev.isotherm.lab.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SpearmanTest {

    /** Without ties: 1 − 6Σd²/(n(n²−1)), here Σd² = 8 and n = 5. */
    @Test
    void isTheTextbookFormulaWithoutTies() {
        assertThat(Spearman.of(new double[] {1, 2, 3, 4, 5}, new double[] {20, 10, 40, 50, 30}))
                .isCloseTo(1 - 6.0 * 8 / (5 * 24), within(1e-12));
    }

    @Property(tries = 300)
    void isPearsonsOfAverageRanks(@ForAll @Size(min = 2, max = 30) List<@IntRange(max = 5) Integer> values, @ForAll long seed) {
        double[] a = values.stream().mapToDouble(Integer::doubleValue).toArray();
        double[] b = new Random(seed).ints(a.length, 0, 4).asDoubleStream().toArray();
        assertThat(Spearman.of(a, b)).isCloseTo(pearson(ranks(a), ranks(b)), within(1e-9));
    }

    @Test
    void refuses() {
        assertThatThrownBy(() -> Spearman.of(new double[3], new double[2])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Spearman.of(new double[1], new double[1])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Spearman.of(new double[] {1, Double.NaN}, new double[2]))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("not a number");
    }

    private static double[] ranks(double[] values) {
        return Arrays.stream(values).map(v -> Arrays.stream(values).filter(o -> o < v).count()
                + (Arrays.stream(values).filter(o -> o == v).count() + 1) / 2.0).toArray();
    }

    private static double pearson(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
    }
}
