package dev.isotherm.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isotherm.engine.torch.Ops.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations against plain loops in double precision, on every backend there is. */
class TorchOpsTest {

    private static final int HEADS = 3;
    private static final int HEAD_SIZE = 8;
    private static final int HIDDEN = HEADS * HEAD_SIZE;

    static Stream<int[]> lengths() {
        return Stream.of(
                new int[] {1}, new int[] {2}, new int[] {31}, new int[] {32}, new int[] {33}, new int[] {127}, new int[] {512},
                new int[] {33, 33, 33, 2, 2, 1}, new int[] {512, 1, 1, 127}, new int[] {1, 2, 3, 4, 5});
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void attentionAgreesWithPlainLoops(int[] lengths) {
        float[] scales = new float[lengths.length];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = 0.2f + 0.1f * i;
        }
        assertThat(attention(Dtype.FLOAT32, lengths, scales)).isLessThan(2e-5);
        assertThat(attention(Dtype.BFLOAT16, lengths, scales)).isLessThan(3e-2);
    }

    @Test
    void withoutTemperatureTheScaleIsBitIdenticalToAPlainFactor() {
        Backend backend = backend(Dtype.FLOAT32);
        try (Backend.Scope scope = backend.enter()) {
            Tensor qkv = torch.randn(40, 3 * HIDDEN);
            float plain = (float) (1 / Math.sqrt(HEAD_SIZE));
            float[] rows = new float[40];
            Arrays.fill(rows, plain);
            Tensor hooked = backend.ops().attention(qkv, HEADS, List.of(new Run(0, 1, 40)), Tensors.column(rows, backend));
            Tensor heads = qkv.view(1, 40, 3, HEADS, HEAD_SIZE).permute(2, 0, 3, 1, 4);
            Tensor unhooked = torch.scaled_dot_product_attention(heads.select(0, 0).mul(new Scalar(plain)), heads.select(0, 1),
                    heads.select(0, 2), new TensorOptional(), 0.0, false, new DoubleOptional(1.0), false);
            float[][] expected = Tensors.rows(unhooked.transpose(1, 2).reshape(40, HIDDEN));
            assertThat(Tensors.rows(hooked)).isDeepEqualTo(expected);
        }
    }

    @Test
    void geluIsExact() {
        Backend backend = backend(Dtype.FLOAT32);
        try (Backend.Scope scope = backend.enter()) {
            float[] x = {-3f, -1f, -0.1f, 0f, 0.1f, 1f, 3f};
            float[] gelu = Tensors.rows(backend.ops().gelu(Tensor.create(x, 1, x.length)))[0];
            // x·Φ(x) from tables of the normal distribution; the tanh approximation is off by up to 5e-4
            assertThat(gelu).containsExactly(
                    new float[] {-0.00404969f, -0.15865525f, -0.04601722f, 0f, 0.05398278f, 0.84134475f, 2.9959503f},
                    within(2e-6f));
        }
    }

    private static Backend backend(Dtype dtype) {
        return Backend.choose(new ComputeOptions("cpu", Optional.of(dtype), 2, Optional.empty()));
    }

    /** The largest difference between backend and loops. */
    private static double attention(Dtype dtype, int[] lengths, float[] scales) {
        Backend backend = backend(dtype);
        int tokens = Arrays.stream(lengths).sum();
        float[] values = new float[tokens * 3 * HIDDEN];
        Random random = new Random(7);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        try (Backend.Scope scope = backend.enter()) {
            Tensor qkv = Tensor.create(values, tokens, 3 * HIDDEN).to(backend.torchDevice(), backend.dtype().scalarType());
            Tensor rows = Tensors.column(rowScales(lengths, scales), backend);
            float[][] actual = Tensors.rows(backend.ops().attention(qkv, HEADS, runs(lengths), rows));
            return difference(actual, Tensors.rows(qkv), lengths, scales);
        }
    }

    private static List<Run> runs(int[] lengths) {
        List<Run> runs = new ArrayList<>();
        int start = 0;
        for (int first = 0, next = 1; next <= lengths.length; next++) {
            if (next == lengths.length || lengths[next] != lengths[first]) {
                runs.add(new Run(start, next - first, lengths[first]));
                start += (next - first) * lengths[first];
                first = next;
            }
        }
        return runs;
    }

    private static float[] rowScales(int[] lengths, float[] scales) {
        float[] rows = new float[Arrays.stream(lengths).sum()];
        int start = 0;
        for (int i = 0; i < lengths.length; i++) {
            Arrays.fill(rows, start, start + lengths[i], scales[i]);
            start += lengths[i];
        }
        return rows;
    }

    private static double difference(float[][] actual, float[][] qkv, int[] lengths, float[] scales) {
        double most = 0;
        int start = 0;
        for (int i = 0; i < lengths.length; i++) {
            for (int head = 0; head < HEADS; head++) {
                for (int row = start; row < start + lengths[i]; row++) {
                    most = Math.max(most, rowDifference(actual, qkv, row, head, start, lengths[i], scales[i]));
                }
            }
            start += lengths[i];
        }
        return most;
    }

    private static double rowDifference(float[][] actual, float[][] qkv, int row, int head, int start, int length, double scale) {
        double[] weights = new double[length];
        double sum = 0;
        for (int j = 0; j < length; j++) {
            double logit = 0;
            for (int d = 0; d < HEAD_SIZE; d++) {
                logit += (double) qkv[row][head * HEAD_SIZE + d] * qkv[start + j][HIDDEN + head * HEAD_SIZE + d];
            }
            weights[j] = Math.exp(scale * logit);
            sum += weights[j];
        }
        double most = 0;
        for (int d = 0; d < HEAD_SIZE; d++) {
            double value = 0;
            for (int j = 0; j < length; j++) {
                value += weights[j] / sum * qkv[start + j][2 * HIDDEN + head * HEAD_SIZE + d];
            }
            most = Math.max(most, Math.abs(value - actual[row][head * HEAD_SIZE + d]));
        }
        return most;
    }
}
