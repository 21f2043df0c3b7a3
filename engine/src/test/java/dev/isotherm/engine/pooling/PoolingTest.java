package dev.isotherm.engine.pooling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoolingTest {

    @ParameterizedTest
    @CsvSource({"cls, CLS", "mean, MEAN", "last-token, LAST_TOKEN", "max, MAX", "splade, SPLADE"})
    void isFoundByItsLabel(String label, Pooling pooling) {
        assertThat(Pooling.of(label)).contains(pooling);
        assertThat(pooling.label()).isEqualTo(label);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CLS", "last_token", "LAST_TOKEN", "mean "})
    void hasNoOtherNames(String label) {
        assertThat(Pooling.of(label)).isEmpty();
    }

    @Test
    void listsItsLabelsForMessages() {
        assertThat(Pooling.labels()).isEqualTo("cls, max, mean, mean-sqrt-len, weighted-mean, last-token, splade");
    }
}
