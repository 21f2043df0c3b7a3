package dev.isotherm.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CorrectionTest {

    private static final Offset<Double> CLOSE = Offset.offset(1e-12);

    @Test
    void holmOfAHandMadeCase() {
        assertThat(Holm.adjust(new double[] {0.01, 0.04, 0.03, 0.005})).containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, CLOSE);
        assertThat(Holm.adjust(new double[] {0.6, 0.5})).containsExactly(new double[] {1, 1}, CLOSE);
        assertThat(Holm.adjust(new double[0])).isEmpty();
    }

    @Test
    void bonferroniOfAHandMadeCase() {
        assertThat(Bonferroni.adjust(new double[] {0.01, 0.3, 0.4})).containsExactly(new double[] {0.03, 0.9, 1}, CLOSE);
    }

    /** What Holm rejects at a level is what going through the sorted values by hand rejects. */
    @Property
    void holmRejectsStepByStep(@ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = 0, max = 0.2) Double> values) {
        double[] p = values.stream().mapToDouble(Double::doubleValue).toArray();
        double[] original = p.clone();
        double[] sorted = p.clone();
        Arrays.sort(sorted);
        int rejected = 0;
        while (rejected < p.length && sorted[rejected] * (p.length - rejected) <= 0.05) {
            rejected++;
        }
        double[] adjusted = Holm.adjust(p);
        assertThat(Arrays.stream(adjusted).filter(a -> a <= 0.05).count()).isEqualTo(rejected);
        double[] bonferroni = Bonferroni.adjust(p);
        for (int i = 0; i < p.length; i++) {
            assertThat(adjusted[i]).isBetween(p[i], bonferroni[i]);
        }
        assertThat(p).containsExactly(original);
    }

    @Test
    void refusesWhatIsNoProbability() {
        assertThatThrownBy(() -> Holm.adjust(new double[] {0.5, Double.NaN})).hasMessage("a p-value is NaN, it must be from 0 to 1");
        assertThatThrownBy(() -> Bonferroni.adjust(new double[] {1.1})).isInstanceOf(IllegalArgumentException.class);
    }
}
