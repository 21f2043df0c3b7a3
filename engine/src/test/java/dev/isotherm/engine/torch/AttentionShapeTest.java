package dev.isotherm.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.temperature.FixedTemperature;
import dev.isotherm.engine.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of attention against plain loops in double precision, on every backend there is. */
class AttentionShapeTest {

    private static final int HEADS = 4;
    private static final int HEAD_SIZE = 8;
    private static final DistanceBias SLOPES = (head, distance) -> -Math.abs(distance) * (0.3f + head) / 8;
    private static final DistanceBias LOPSIDED = (head, distance) -> (float) Math.sin(distance + head);

    private static final Map<String, AttentionShape> SHAPES = Map.of(
            "plain", AttentionShape.of(HEADS, HEAD_SIZE),
            "no scale, with a bias", AttentionShape.of(HEADS, HEAD_SIZE).withLogitScale(1).with(LOPSIDED),
            "grouped", AttentionShape.of(HEADS, HEAD_SIZE).withKeyHeads(2),
            "one key head", AttentionShape.of(HEADS, HEAD_SIZE).withKeyHeads(1).causal(),
            "causal", AttentionShape.of(HEADS, HEAD_SIZE).causal(),
            "causal window", AttentionShape.of(HEADS, HEAD_SIZE).withReach(20, 0),
            "window", AttentionShape.of(HEADS, HEAD_SIZE).withReach(5, 5),
            "slopes", AttentionShape.of(HEADS, HEAD_SIZE).with(SLOPES),
            "lopsided bias, grouped, causal", AttentionShape.of(HEADS, HEAD_SIZE).withKeyHeads(2).causal().with(LOPSIDED));

    static Stream<Arguments> cases() {
        return OpsTest.backends().flatMap(backend -> SHAPES.keySet().stream().sorted().flatMap(shape -> Stream.of(
                new int[] {1}, new int[] {2, 2, 1}, new int[] {33, 33, 31, 127}, new int[] {300}).map(lengths -> Arguments.of(backend, shape, lengths))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithPlainLoops(Backend backend, String name, int[] lengths) {
        AttentionShape shape = SHAPES.get(name);
        PackedBatch batch = batch(lengths);
        double tolerance = backend.activations() == Dtype.FLOAT32 ? 2e-5 : 5e-2;
        try (Backend.Scope scope = backend.enter()) {
            StagedBatch staged = backend.stage(batch, Optional.empty());
            long rows = staged.ids().size(0);
            Tensor q = random(rows, HEADS, backend);
            Tensor k = random(rows, shape.keyHeads(), backend);
            Tensor v = random(rows, shape.keyHeads(), backend);
            float[][] actual = Tensors.rows(backend.ops().attention(q, k, v, shape, staged, 0));
            float[][] queries = Tensors.rows(q.flatten(1, 2));
            float[][] keys = Tensors.rows(k.flatten(1, 2));
            float[][] values = Tensors.rows(v.flatten(1, 2));
            double worst = 0;
            for (int i = 0; i < lengths.length; i++) {
                for (int row = batch.cuSeqlens()[i]; row < batch.cuSeqlens()[i + 1]; row++) {
                    double[] expected = attend(shape, queries[row], keys, values, row, batch.cuSeqlens()[i], batch.cuSeqlens()[i + 1], batch.logitScale()[0][i]);
                    for (int d = 0; d < expected.length; d++) {
                        worst = Math.max(worst, Math.abs(expected[d] - actual[row][d]));
                    }
                }
            }
            assertThat(worst).isLessThan(tolerance);
        }
    }

    private static double[] attend(
            AttentionShape shape, float[] query, float[][] keys, float[][] values, int row, int start, int end, double inverseTemperature) {
        double[] context = new double[HEADS * HEAD_SIZE];
        int group = HEADS / shape.keyHeads();
        for (int head = 0; head < HEADS; head++) {
            int from = head * HEAD_SIZE;
            int keyFrom = head / group * HEAD_SIZE;
            double[] weights = new double[end - start];
            double sum = 0;
            for (int key = start; key < end; key++) {
                boolean seen = row - (long) key <= shape.reachBack() && key - (long) row <= shape.reachAhead();
                double logit = 0;
                for (int d = 0; d < HEAD_SIZE; d++) {
                    logit += (double) query[from + d] * keys[key][keyFrom + d];
                }
                int at = head;
                int distance = key - row;
                double bias = shape.bias().map(added -> (double) added.at(at, distance)).orElse(0.0);
                weights[key - start] = seen ? Math.exp((logit * shape.logitScale() + bias) * inverseTemperature) : 0;
                sum += weights[key - start];
            }
            for (int key = start; key < end; key++) {
                for (int d = 0; d < HEAD_SIZE; d++) {
                    context[from + d] += weights[key - start] / sum * values[key][keyFrom + d];
                }
            }
        }
        return context;
    }

    private static Tensor random(long rows, int heads, Backend backend) {
        return torch.randn(rows, heads, HEAD_SIZE).to(backend.activations().scalarType());
    }

    /** Each at a temperature of its own. */
    private static PackedBatch batch(int[] lengths) {
        List<Sequence> sequences = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            sequences.add(new Sequence(new Tokens(new int[lengths[i]], new int[lengths[i]], lengths[i]), new FixedTemperature(0.5 + 0.3 * i)));
        }
        return PackedBatch.pack(sequences, 1);
    }
}
