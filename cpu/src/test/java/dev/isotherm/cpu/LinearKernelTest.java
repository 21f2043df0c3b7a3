package dev.isotherm.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.isotherm.cpu.LinearKernel.Then;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every variant that this processor can run against plain loops in double precision. */
class LinearKernelTest {

    private static final int[] ROWS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 63, 64, 65, 200};
    private static final int[][] SHAPES = {{2, 1}, {16, 16}, {50, 70}, {384, 48}, {66, 100}, {1536, 49}};

    static Stream<Arguments> everything() {
        return Kernels.all(CpuFeatures.detect()).stream()
                .flatMap(kernels -> Arrays.stream(SHAPES).flatMap(shape -> Arrays.stream(ROWS).boxed().flatMap(rows ->
                        Stream.of(Then.values()).map(then -> Arguments.of(kernels, rows, shape[0], shape[1], then)))));
    }

    static List<Kernels> int8() {
        return Kernels.all(CpuFeatures.detect()).stream().filter(kernels -> kernels.variant().int8()).toList();
    }

    @ParameterizedTest
    @MethodSource("everything")
    void agreesWithPlainLoops(Kernels kernels, int rows, int inner, int columns, Then then) {
        Problem problem = new Problem(kernels, rows, inner, columns);
        float[] expected = problem.expected(then);
        float[] actual = problem.run(then, Team.alone());
        // Sums of products of normal numbers grow with the root of their count; int8 has steps of about 3/255 and 3/127.
        double roundings = kernels.variant().int8() ? 0.1 : kernels.variant().bfloat16() ? 0.02 : 1e-5;
        double tolerance = roundings * Math.sqrt(inner);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i], within(tolerance));
        }
        assertThat(problem.run(then, new SeveralThreads(3))).isEqualTo(actual);
    }

    @ParameterizedTest
    @MethodSource("int8")
    void inInt8ARowDoesNotDependOnTheOthers(Kernels kernels) {
        Problem problem = new Problem(kernels, 9, 384, 48);
        float[] before = problem.run(Then.NOTHING, Team.alone());
        Arrays.fill(problem.x, 384, 2 * 384, 1e4f);
        float[] after = problem.run(Then.NOTHING, Team.alone());
        assertThat(Arrays.copyOfRange(after, 0, 48)).isEqualTo(Arrays.copyOfRange(before, 0, 48));
        assertThat(Arrays.copyOfRange(after, 2 * 48, 9 * 48)).isEqualTo(Arrays.copyOfRange(before, 2 * 48, 9 * 48));
    }

    @ParameterizedTest
    @MethodSource("int8")
    void inInt8RowsAndColumnsOfOneValueAreExact(Kernels kernels) {
        Problem problem = new Problem(kernels, 3, 8, 2);
        Arrays.fill(problem.x, 0, 8, 3f);
        Arrays.fill(problem.x, 8, 16, 0f);
        Arrays.fill(problem.weight, 0, 8, 0.5f);
        Arrays.fill(problem.weight, 8, 16, 0f);
        Arrays.fill(problem.bias, 1f);
        float[] y = problem.run(Then.NOTHING, Team.alone());
        assertThat(Arrays.copyOf(y, 4)).containsExactly(new float[] {13, 1, 1, 1}, within(0.01f));
    }

    @Test
    void bfloat16TakesPairs() {
        Kernels.all(CpuFeatures.detect()).stream()
                .filter(kernels -> kernels.variant().bfloat16() && !kernels.variant().int8())
                .forEach(kernels -> assertThatThrownBy(() -> kernels.linear().layer(0, new float[4], 3))
                        .hasMessage("inner is 3, allowed are multiples of 2"));
    }

    @Test
    void aProcessorWithoutTheInstructionsHasNoKernels() {
        assertThat(Kernels.all(CpuFeatures.parse("flags : sse2 avx\n"))).isEmpty();
        assertThat(Kernels.all(CpuFeatures.parse("flags : sse2 avx avx2 fma\n")))
                .extracting(kernels -> kernels.linear().toString()).allMatch(name -> name.equals("float32_avx2"));
    }

    private static final class Problem {

        private final Kernels kernels;
        private final int rows;
        private final int inner;
        private final float[] x;
        private final float[] weight;
        private final float[] bias;
        private final float[] residual;

        Problem(Kernels kernels, int rows, int inner, int columns) {
            boolean bfloat16 = kernels.variant().bfloat16();
            this.kernels = kernels;
            this.rows = rows;
            this.inner = inner;
            this.x = Numbers.random(rows * inner, 1, bfloat16);
            this.weight = Numbers.random(columns * inner, 2, bfloat16);
            this.bias = Numbers.random(columns, 3, bfloat16);
            this.residual = Numbers.random(rows * columns, 4, bfloat16);
        }

        float[] run(Then then, Team team) {
            boolean bfloat16 = kernels.variant().bfloat16();
            int columns = bias.length;
            try (Numbers given = Numbers.of(x, bfloat16);
                    Numbers weights = Numbers.of(weight, bfloat16);
                    Numbers added = Numbers.of(residual, bfloat16);
                    Numbers out = Numbers.of(new float[(rows + 1) * columns], bfloat16);
                    LinearKernel.Layer layer = kernels.linear().layer(weights.address(), bias, inner)) {
                layer.apply(given.address(), added.address(), out.address(), rows, then, team);
                float[] y = out.values();
                assertThat(Arrays.copyOfRange(y, rows * columns, y.length)).containsOnly(0f);
                return Arrays.copyOf(y, rows * columns);
            }
        }

        float[] expected(Then then) {
            int columns = bias.length;
            float[] y = new float[rows * columns];
            for (int i = 0; i < y.length; i++) {
                double sum = bias[i % columns];
                for (int k = 0; k < inner; k++) {
                    sum += (double) x[i / columns * inner + k] * weight[i % columns * inner + k];
                }
                y[i] = (float) switch (then) {
                    case NOTHING -> sum;
                    case GELU -> gelu(sum);
                    case RESIDUAL -> sum + residual[i];
                };
            }
            return y;
        }

        /** x·Φ(x), Φ by Simpson's rule over the density. */
        private static double gelu(double x) {
            double bounded = Math.max(-8, Math.min(8, x));
            int steps = 200;
            double width = bounded / steps;
            double sum = 0;
            for (int i = 0; i <= steps; i++) {
                sum += (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.exp(-i * width * i * width / 2);
            }
            return x * (0.5 + sum * width / 3 / Math.sqrt(2 * Math.PI));
        }
    }
}
