package dev.isotherm.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.cpu.AttentionKernel.Data;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every variant that this processor can run against plain loops in double precision. */
class AttentionKernelTest {

    private static final int HEADS = 3;
    private static final int[] HEAD_SIZES = {1, 7, 16, 24, 32, 40, 64, 128};
    private static final int[][] LENGTHS = {{1}, {2}, {7, 8, 9}, {15, 16, 17}, {31, 32, 33, 1}, {127, 128, 129, 2}, {512, 3, 300}};

    static Stream<Arguments> everything() {
        return Kernels.all(CpuFeatures.detect()).stream()
                .filter(kernels -> !kernels.variant().int8())
                .flatMap(kernels -> IntStream.of(HEAD_SIZES).boxed()
                        .flatMap(size -> Arrays.stream(LENGTHS).map(lengths -> Arguments.of(kernels, size, lengths))));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void agreesWithPlainLoops(Kernels kernels, int headSize, int[] lengths) {
        boolean bfloat16 = kernels.variant().bfloat16();
        Problem problem = new Problem(headSize, lengths, bfloat16);
        assertThat(problem.largestError(problem.run(kernels.attention(), Team.alone()))).isLessThan(bfloat16 ? 0.02 : 2e-5);
    }

    @ParameterizedTest
    @MethodSource("everything")
    void anyNumberOfThreadsGivesTheSameBits(Kernels kernels, int headSize, int[] lengths) {
        Problem problem = new Problem(headSize, lengths, kernels.variant().bfloat16());
        assertThat(problem.run(kernels.attention(), new SeveralThreads(4))).isEqualTo(problem.run(kernels.attention(), Team.alone()));
    }

    /** Random queries, keys and values, with what a kernel must not read around them. */
    private static final class Problem {

        private final int headSize;
        private final int hidden;
        private final boolean bfloat16;
        private final int[] cuSeqlens;
        private final float[] scales;
        private final float[] qkv;

        Problem(int headSize, int[] lengths, boolean bfloat16) {
            this.headSize = headSize;
            this.hidden = HEADS * headSize;
            this.bfloat16 = bfloat16;
            this.cuSeqlens = new int[lengths.length + 1];
            this.scales = new float[lengths.length];
            for (int i = 0; i < lengths.length; i++) {
                cuSeqlens[i + 1] = cuSeqlens[i] + lengths[i];
                scales[i] = (float) ((0.5 + 0.5 * i) / Math.sqrt(headSize));
            }
            this.qkv = Numbers.random(cuSeqlens[lengths.length] * 3 * hidden, headSize, bfloat16);
        }

        float[] run(AttentionKernel kernel, Team team) {
            int tokens = cuSeqlens[cuSeqlens.length - 1];
            try (Numbers in = Numbers.of(qkv, bfloat16); Numbers out = Numbers.of(new float[(tokens + 1) * hidden], bfloat16)) {
                kernel.attend(new Data(in.address(), out.address(), HEADS, headSize), cuSeqlens, scales, team);
                float[] context = out.values();
                assertThat(Arrays.copyOfRange(context, tokens * hidden, context.length)).containsOnly(0f);
                return context;
            }
        }

        double largestError(float[] context) {
            double largest = 0;
            for (int sequence = 0; sequence < scales.length; sequence++) {
                for (int row = cuSeqlens[sequence]; row < cuSeqlens[sequence + 1]; row++) {
                    for (int head = 0; head < HEADS; head++) {
                        largest = Math.max(largest, error(context, sequence, row, head));
                    }
                }
            }
            return largest;
        }

        private double error(float[] context, int sequence, int row, int head) {
            double[] mixed = new double[headSize];
            double sum = 0;
            for (int key = cuSeqlens[sequence]; key < cuSeqlens[sequence + 1]; key++) {
                double logit = 0;
                for (int d = 0; d < headSize; d++) {
                    logit += (double) at(row, 0, head, d) * at(key, 1, head, d);
                }
                double weight = Math.exp(logit * scales[sequence]);
                sum += weight;
                for (int d = 0; d < headSize; d++) {
                    mixed[d] += weight * at(key, 2, head, d);
                }
            }
            double largest = 0;
            for (int d = 0; d < headSize; d++) {
                largest = Math.max(largest, Math.abs(mixed[d] / sum - context[row * hidden + head * headSize + d]));
            }
            return largest;
        }

        private float at(int row, int part, int head, int d) {
            return qkv[(row * 3 + part) * hidden + head * headSize + d];
        }
    }
}
