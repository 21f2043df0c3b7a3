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
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations against plain loops in double precision, on every backend there is. */
class OpsTest {

    private static final int HEADS = 3;
    private static final int HEAD_SIZE = 8;
    private static final int HIDDEN = HEADS * HEAD_SIZE;

    static Stream<int[]> lengths() {
        return Stream.of(
                new int[] {1}, new int[] {2}, new int[] {31}, new int[] {32}, new int[] {33}, new int[] {127}, new int[] {512},
                new int[] {33, 33, 33, 2, 2, 1}, new int[] {512, 1, 1, 127}, new int[] {1, 2, 3, 4, 5});
    }

    /** Every implementation that this machine can run, in every dtype that it can run. */
    static Stream<Backend> backends() {
        return Stream.of("torch", "onednn", "kernels").flatMap(operations -> Stream.of(Dtype.FLOAT32, Dtype.BFLOAT16, Dtype.INT8).flatMap(dtype -> {
            try {
                return Stream.of(backend(operations, dtype));
            } catch (BackendException impossible) {
                return Stream.of();
            }
        }));
    }

    static Stream<Arguments> backendsAndLengths() {
        return backends().flatMap(backend -> lengths().map(lengths -> Arguments.of(backend, lengths)));
    }

    @ParameterizedTest
    @MethodSource("backendsAndLengths")
    void attentionAgreesWithPlainLoops(Backend backend, int[] lengths) {
        float[] different = new float[lengths.length];
        float[] equal = new float[lengths.length];
        for (int i = 0; i < lengths.length; i++) {
            different[i] = 0.2f + 0.1f * i;
            equal[i] = 0.7f;
        }
        double tolerance = backend.activations() == Dtype.FLOAT32 ? 2e-5 : 3e-2;
        assertThat(attention(backend, lengths, different)).isLessThan(tolerance);
        assertThat(attention(backend, lengths, equal)).isLessThan(tolerance);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void linearLayersAndWhatFollowsThemAgreeWithTheReference(Backend backend) {
        try (Backend.Scope scope = backend.enter()) {
            ScalarType type = backend.activations().scalarType();
            Tensor weight = torch.randn(48, 24).to(type);
            Tensor bias = torch.randn(48).to(type);
            Tensor x = torch.randn(33, 24).to(type);
            Tensor residual = torch.randn(33, 48).to(type);
            Tensor expected = torch.linear(x.to(ScalarType.Float), weight.to(ScalarType.Float), new TensorOptional(bias.to(ScalarType.Float)));
            try (Ops.Linear linear = backend.ops().linear(weight.clone(), bias.clone())) {
                assertClose(backend, linear.apply(x), expected);
                assertClose(backend, linear.gelu(x), torch.gelu(expected));
                assertClose(backend, linear.add(x, residual), expected.add(residual));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void layerNormalizationAgreesWithTheReference(Backend backend) {
        try (Backend.Scope scope = backend.enter()) {
            ScalarType type = backend.activations().scalarType();
            Tensor x = torch.randn(33, 40).to(type);
            Tensor gamma = torch.randn(40).to(type);
            Tensor beta = torch.randn(40).to(type);
            Tensor expected = torch.layer_norm(x.to(ScalarType.Float), new long[] {40}, new TensorOptional(gamma.to(ScalarType.Float)),
                    new TensorOptional(beta.to(ScalarType.Float)), 1e-5, false);
            assertClose(backend, backend.ops().layerNorm(x, new Ops.LayerNorm(gamma, beta, 1e-5)), expected);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void rowsBeyondTheTokensAreFewAndTakeNoPart(Backend backend) {
        for (int tokens = 1; tokens <= 4096; tokens++) {
            int rows = backend.ops().paddedRows(tokens);
            assertThat(rows).isBetween(tokens, Math.max(tokens + 15, tokens * 9 / 8));
            assertThat(backend.ops().paddedRows(rows)).isEqualTo(rows);
        }
        try (Backend.Scope scope = backend.enter()) {
            Tensor qkv = torch.full(new long[] {16, 3 * HIDDEN}, new Scalar(Float.NaN)).to(backend.activations().scalarType());
            qkv.narrow(0, 0, 5).fill_(new Scalar(1));
            float[][] context = Tensors.rows(backend.ops().attention(qkv, HEADS, List.of(new Run(0, 0, 1, 5)), new float[] {1}));
            for (int row = 0; row < 5; row++) {
                assertThat(context[row]).containsOnly(1f);
            }
        }
    }

    private static void assertClose(Backend backend, Tensor actual, Tensor expected) {
        double tolerance = switch (backend.dtype()) {
            case FLOAT32 -> 1e-4;
            case BFLOAT16, FLOAT16 -> 0.1;
            case INT8 -> 0.5;
        };
        assertThat(actual.scalar_type().intern()).isEqualTo(backend.activations().scalarType());
        assertThat(torch.allclose(actual.to(ScalarType.Float), expected, tolerance / 10, tolerance, false)).isTrue();
    }

    @Test
    void withoutTemperatureTheScaleIsBitIdenticalToAPlainFactor() {
        Backend backend = backend("torch", Dtype.FLOAT32);
        try (Backend.Scope scope = backend.enter()) {
            Tensor qkv = torch.randn(40, 3 * HIDDEN);
            float plain = (float) (1 / Math.sqrt(HEAD_SIZE));
            Tensor hooked = backend.ops().attention(qkv, HEADS, List.of(new Run(0, 0, 1, 40)), new float[] {plain});
            Tensor heads = qkv.view(1, 40, 3, HEADS, HEAD_SIZE).permute(2, 0, 3, 1, 4);
            Tensor unhooked = torch.scaled_dot_product_attention(heads.select(0, 0).mul(new Scalar(plain)), heads.select(0, 1),
                    heads.select(0, 2), new TensorOptional(), 0.0, false, new DoubleOptional(1.0), false);
            float[][] expected = Tensors.rows(unhooked.transpose(1, 2).reshape(40, HIDDEN));
            assertThat(Tensors.rows(hooked)).isDeepEqualTo(expected);
        }
    }

    static Stream<Backend> float32Backends() {
        return backends().filter(backend -> backend.dtype() == Dtype.FLOAT32);
    }

    @ParameterizedTest
    @MethodSource("float32Backends")
    void geluIsExact(Backend backend) {
        try (Backend.Scope scope = backend.enter();
                Ops.Linear identity = backend.ops().linear(torch.eye(7), torch.zeros(7))) {
            float[] x = {-3f, -1f, -0.1f, 0f, 0.1f, 1f, 3f};
            float[] gelu = Tensors.rows(identity.gelu(Tensor.create(x, 1, x.length)))[0];
            // x·Φ(x) from tables of the normal distribution; the tanh approximation is off by up to 5e-4
            assertThat(gelu).containsExactly(
                    new float[] {-0.00404969f, -0.15865525f, -0.04601722f, 0f, 0.05398278f, 0.84134475f, 2.9959503f},
                    within(2e-6f));
        }
    }

    private static Backend backend(String operations, Dtype dtype) {
        return Backend.choose(new ComputeOptions("cpu", operations, Optional.of(dtype), 2, Optional.empty()));
    }

    /** The largest difference between backend and loops. */
    private static double attention(Backend backend, int[] lengths, float[] scales) {
        int tokens = Arrays.stream(lengths).sum();
        float[] values = new float[tokens * 3 * HIDDEN];
        Random random = new Random(7);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        try (Backend.Scope scope = backend.enter()) {
            Tensor qkv = Tensor.create(values, tokens, 3 * HIDDEN).to(backend.torchDevice(), backend.activations().scalarType());
            float[][] given = Tensors.rows(qkv);
            float[][] actual = Tensors.rows(backend.ops().attention(qkv, HEADS, runs(lengths), scales));
            return difference(actual, given, lengths, scales);
        }
    }

    private static List<Run> runs(int[] lengths) {
        List<Run> runs = new ArrayList<>();
        int start = 0;
        for (int first = 0, next = 1; next <= lengths.length; next++) {
            if (next == lengths.length || lengths[next] != lengths[first]) {
                runs.add(new Run(start, first, next - first, lengths[first]));
                start += (next - first) * lengths[first];
                first = next;
            }
        }
        return runs;
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
