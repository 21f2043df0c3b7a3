package dev.isotherm.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.pooling.PoolingModes;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import dev.isotherm.engine.torch.StagedBatch;
import dev.isotherm.engine.torch.Tensors;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Pooling of sequences of 3, 2, 2 and 1 tokens whose vectors are (1, 10), (2, 20), … (8, 80). */
class SpanPoolingTest {

    private static final PackedBatch BATCH = PackedBatch.pack(Stream.of(3, 2, 2, 1).map(SpanPoolingTest::sequence).toList(), 1);

    @Test
    void clsIsTheFirstToken() {
        assertThat(pool(Pooling.CLS)).isDeepEqualTo(new float[][] {{1, 10}, {4, 40}, {6, 60}, {8, 80}});
    }

    @Test
    void lastTokenIsTheLast() {
        assertThat(pool(Pooling.LAST_TOKEN)).isDeepEqualTo(new float[][] {{3, 30}, {5, 50}, {7, 70}, {8, 80}});
    }

    @Test
    void meanIsOverTheSequenceAlone() {
        assertThat(pool(Pooling.MEAN)).isDeepEqualTo(new float[][] {{2, 20}, {4.5f, 45}, {6.5f, 65}, {8, 80}});
    }

    @Test
    void maxIsOfEachDimension() {
        assertThat(pool(Pooling.MAX)).isDeepEqualTo(new float[][] {{3, 30}, {5, 50}, {7, 70}, {8, 80}});
    }

    @Test
    void weightedMeanCountsLaterTokensMore() {
        assertThat(pool(Pooling.WEIGHTED_MEAN)).isDeepEqualTo(new float[][] {{14 / 6f, 140 / 6f}, {14 / 3f, 140 / 3f}, {20 / 3f, 200 / 3f}, {8, 80}});
    }

    @Test
    void severalModesStandEndToEnd() {
        assertThat(pool(Pooling.CLS, Pooling.MAX, Pooling.LAST_TOKEN)[0]).containsExactly(1, 10, 3, 30, 3, 30);
        assertThat(pool(Pooling.CLS, Pooling.MEAN)[2]).containsExactly(6, 60, 6.5f, 65);
    }

    private static float[][] pool(Pooling... pooling) {
        Backend backend = Backend.choose(ComputeOptions.automatic().withDtype(Dtype.FLOAT32));
        float[] tokens = {1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60, 7, 70, 8, 80};
        try (Backend.Scope scope = backend.enter()) {
            SpanPooling spans = new SpanPooling(new PoolingModes(List.of(pooling)));
            Tensor all = Tensor.create(tokens, 8, 2);
            StagedBatch staged = backend.stage(BATCH, spans.rows(BATCH));
            Tensor wanted = staged.wanted().map(rows -> all.index_select(0, rows)).orElse(all);
            return Tensors.rows(spans.pool(wanted, BATCH, staged, backend.ops()));
        }
    }

    private static Sequence sequence(int length) {
        return new Sequence(new Tokens(new int[length], new int[length], length), AttentionTemperature.NONE);
    }
}
