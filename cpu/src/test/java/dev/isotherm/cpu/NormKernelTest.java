package dev.isotherm.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NormKernelTest {

    private static final int[] ROWS = {1, 31, 32, 33, 100};
    private static final int[] COLUMNS = {1, 5, 8, 15, 16, 17, 384, 1000};

    static Stream<Arguments> everything() {
        return Kernels.all(CpuFeatures.detect()).stream().flatMap(kernels -> Arrays.stream(ROWS).boxed()
                .flatMap(rows -> Arrays.stream(COLUMNS).mapToObj(columns -> Arguments.of(kernels, rows, columns))));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void agreesWithPlainLoops(Kernels kernels, int rows, int columns) {
        boolean bfloat16 = kernels.variant().bfloat16();
        float[] x = Numbers.random(rows * columns, 1, bfloat16);
        for (int i = 0; i < x.length; i++) {
            x[i] += 64;  // far from zero: the variance may not be told from squares
        }
        float[] gamma = Numbers.random(columns, 2, bfloat16);
        float[] beta = Numbers.random(columns, 3, bfloat16);
        try (Numbers in = Numbers.of(x, bfloat16);
                Numbers factor = Numbers.of(gamma, bfloat16);
                Numbers added = Numbers.of(beta, bfloat16);
                Numbers out = Numbers.of(new float[(rows + 1) * columns], bfloat16)) {
            kernels.norm().apply(in.address(), factor.address(), added.address(), out.address(), rows, columns, 1e-5, new SeveralThreads(2));
            float[] given = in.values();
            float[] y = out.values();
            for (int row = 0; row < rows; row++) {
                double[] expected = normalized(Arrays.copyOfRange(given, row * columns, (row + 1) * columns), gamma, beta);
                for (int i = 0; i < columns; i++) {
                    assertThat((double) y[row * columns + i]).isCloseTo(expected[i], within((bfloat16 ? 0.01 : 1e-4) * (1 + Math.abs(expected[i]))));
                }
            }
            assertThat(Arrays.copyOfRange(y, rows * columns, y.length)).containsOnly(0f);
        }
    }

    private static double[] normalized(float[] x, float[] gamma, float[] beta) {
        double mean = 0;
        double variance = 0;
        for (float value : x) {
            mean += (double) value / x.length;
        }
        for (float value : x) {
            variance += (value - mean) * (value - mean) / x.length;
        }
        double[] normalized = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            normalized[i] = (x[i] - mean) / Math.sqrt(variance + 1e-5) * gamma[i] + beta[i];
        }
        return normalized;
    }
}
