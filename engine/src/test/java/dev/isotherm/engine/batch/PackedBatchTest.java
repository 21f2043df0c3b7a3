package dev.isotherm.engine.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.temperature.PassTemperature;
import dev.isotherm.engine.text.Tokens;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedBatchTest {

    private final PackedBatch batch = PackedBatch.pack(List.of(
            sequence("first-half:0.5", 101, 7, 102),
            sequence("ranges:1=2,2=0.25", 9),
            sequence("ranges:1=2,2=0.25", 101, 102)), 3);

    @Test
    void laysSequencesEndToEnd() {
        assertThat(batch.ids()).containsExactly(101, 7, 102, 9, 101, 102);
        assertThat(batch.cuSeqlens()).containsExactly(0, 3, 4, 6);
    }

    @Test
    void countsPositionsFromZeroInEachSequence() {
        assertThat(batch.positions()).containsExactly(0, 1, 2, 0, 0, 1);
    }

    @Test
    void keepsTheSegmentOfEachToken() {
        Tokens pair = new Tokens(new int[] {1, 2, 3}, new int[] {0, 1, 1}, 3);
        Tokens single = new Tokens(new int[] {4}, new int[] {5}, 1);
        PackedBatch packed = PackedBatch.pack(
                List.of(new Sequence(pair, AttentionTemperature.NONE), new Sequence(single, AttentionTemperature.NONE)), 1);
        assertThat(packed.typeIds()).containsExactly(0, 1, 1, 5);
    }

    @Test
    void scalesLogitsByTheInverseTemperatureOfEachSequenceInEachLayer() {
        assertThat(batch.logitScale()).isDeepEqualTo(new float[][] {{2, 0.5f, 4}, {2, 0.5f, 4}, {1, 0.5f, 4}});
    }

    @Test
    void logitScaleDependsOnTheTokensThatTheModelSees() {
        Tokens cut = new Tokens(new int[4], new int[4], 1_000);
        PackedBatch packed = PackedBatch.pack(List.of(new Sequence(cut, PassTemperature.of("log:2"))), 1);
        assertThat(packed.logitScale()[0]).containsExactly(2);
    }

    @Test
    void tellsItsSizes() {
        assertThat(batch.tokens()).isEqualTo(6);
        assertThat(batch.sequences()).isEqualTo(3);
        assertThat(new int[] {batch.length(0), batch.length(1), batch.length(2)}).containsExactly(3, 1, 2);
    }

    @Test
    void refusesAnEmptyList() {
        assertThatThrownBy(() -> PackedBatch.pack(List.of(), 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a batch has at least one sequence");
    }

    private static Sequence sequence(String temperature, int... ids) {
        return new Sequence(new Tokens(ids, new int[ids.length], ids.length), PassTemperature.of(temperature));
    }
}
