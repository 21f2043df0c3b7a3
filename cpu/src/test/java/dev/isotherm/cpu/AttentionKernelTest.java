package dev.isotherm.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import dev.isotherm.cpu.AttentionKernel.Data;
import dev.isotherm.cpu.Kernels.Variant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every variant that this processor can run against plain loops in double precision. */
class AttentionKernelTest {

    private static final int HEADS = 3;
    private static final int[] HEAD_SIZES = {1, 7, 16, 24, 32, 40, 64, 128};
    private static final int[][] LENGTHS = {{1}, {2}, {7, 8, 9}, {15, 16, 17}, {31, 32, 33, 1}, {127, 128, 129, 2}, {512, 3, 300}};

    static Stream<Arguments> everything() {
        return Kernels.load(CpuFeatures.detect()).stream()
                .flatMap(kernels -> Stream.of(true, false).flatMap(bfloat16 -> kernels.variants(bfloat16).stream().map(kernels::attention)))
                .flatMap(kernel -> IntStream.of(HEAD_SIZES).boxed()
                        .flatMap(size -> Arrays.stream(LENGTHS).map(lengths -> Arguments.of(kernel, size, lengths))));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void agreesWithPlainLoops(AttentionKernel kernel, int headSize, int[] lengths) {
        boolean bfloat16 = kernel.toString().startsWith("bfloat16");
        Problem problem = new Problem(headSize, lengths, bfloat16);
        assertThat(problem.largestError(problem.run(kernel, Team.alone(), 1))).isLessThan(bfloat16 ? 0.02 : 2e-5);
    }

    @ParameterizedTest
    @MethodSource("everything")
    void anyNumberOfThreadsGivesTheSameBits(AttentionKernel kernel, int headSize, int[] lengths) {
        Problem problem = new Problem(headSize, lengths, kernel.toString().startsWith("bfloat16"));
        assertThat(problem.run(kernel, threads(4), 4)).isEqualTo(problem.run(kernel, Team.alone(), 1));
    }

    @Test
    void aProcessorWithoutTheInstructionsHasNoKernel() {
        CpuFeatures old = CpuFeatures.parse("flags : sse2 avx\n");
        assertThat(Kernels.load(old).flatMap(kernels -> kernels.attention(true))).isEmpty();
        assertThat(Kernels.load(old).flatMap(kernels -> kernels.attention(false))).isEmpty();
        CpuFeatures avx2 = CpuFeatures.parse("flags : sse2 avx avx2 fma\n");
        assertThat(Kernels.load(avx2).flatMap(kernels -> kernels.attention(false)).map(Object::toString)).hasValue("float32_avx2");
    }

    private static Team threads(int count) {
        return (kernel, argument) -> {
            CountDownLatch done = new CountDownLatch(count);
            for (int i = 0; i < count; i++) {
                new Thread(() -> {
                    kernel.invokeVoid(new Object[] {argument});
                    done.countDown();
                }).start();
            }
            try {
                done.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
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
            Random random = new Random(headSize);
            this.qkv = new float[cuSeqlens[lengths.length] * 3 * hidden];
            for (int i = 0; i < qkv.length; i++) {
                qkv[i] = rounded((float) random.nextGaussian());
            }
        }

        float[] run(AttentionKernel kernel, Team team, int threads) {
            int tokens = cuSeqlens[cuSeqlens.length - 1];
            try (Memory in = new Memory(qkv.length * 4L); Memory out = new Memory((tokens + 1L) * hidden * 4)) {
                for (int i = 0; i < qkv.length; i++) {
                    write(in, i, qkv[i]);
                }
                out.clear();
                kernel.attend(new Data(com.sun.jna.Pointer.nativeValue(in), com.sun.jna.Pointer.nativeValue(out), HEADS, headSize),
                        cuSeqlens, scales, team, threads);
                float[] context = new float[(tokens + 1) * hidden];
                for (int i = 0; i < context.length; i++) {
                    context[i] = bfloat16 ? Float.intBitsToFloat(out.getShort(2L * i) << 16) : out.getFloat(4L * i);
                }
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

        private void write(Memory memory, int index, float value) {
            if (bfloat16) {
                memory.setShort(2L * index, (short) (Float.floatToRawIntBits(value) >>> 16));
            } else {
                memory.setFloat(4L * index, value);
            }
        }

        /** What the kernel will see. */
        private float rounded(float value) {
            return bfloat16 ? Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xffff0000) : value;
        }
    }
}
