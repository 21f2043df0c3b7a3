package dev.isotherm.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** bfloat16's conversions as devices run them; float16's by the emulator's twin of what are PTX instructions on a device. */
@Timeout(60)
class ConversionsTest {

    private static final int PATTERNS = 1 << 16;

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void areThoseOfArithmetic(Element element) {
        int[] patterns = new int[PATTERNS / 2];
        for (int i = 0; i < patterns.length; i++) {
            patterns[i] = 2 * i | 2 * i + 1 << 16;
        }
        float[] x = numbers(element);
        DeviceMemory memory = new DeviceMemory();
        long all = memory.ints(patterns);
        long worth = memory.floats(new float[PATTERNS]);
        long rounded = memory.ints(new int[PATTERNS / 2]);
        Variant variant = new Variant(element, Sanitizer.ADDRESS_AND_UNDEFINED);
        try (EmulatedKernel kernel = EmulatedKernel.of("conversions.cu", variant, memory)) {
            kernel.launch(0, new Grid(1, 1, 64), all, worth, memory.floats(x), rounded, PATTERNS);
        }
        assertThat(Arrays.equals(memory.floatsAt(worth), memory.elementsAt(all, element))).isTrue();
        float[] results = memory.elementsAt(rounded, element);
        for (int i = 0; i < x.length; i++) {
            assertThat(results[i]).as("of %s (%h)", x[i], Float.floatToRawIntBits(x[i])).isEqualTo((Float) Rounding.round(x[i], element));
        }
    }

    /** Any bits, numbers of every size, and all halfway cases among some neighbours: ties, overflow, subnormals, not a number. */
    private static float[] numbers(Element element) {
        Random random = new Random(1);
        float[] x = new float[PATTERNS];
        for (int i = 0; i < x.length; i++) {
            int bits = random.nextInt();
            x[i] = switch (i % 4) {
                case 0 -> Float.intBitsToFloat(bits);
                case 1 -> (float) random.nextGaussian() * Math.scalb(1f, random.nextInt(44) - 27);
                case 2 -> Float.intBitsToFloat(bits & 0xffff0000 | 0x8000);
                default -> Rounding.float16((short) bits) * (1 + 0x1p-11f);
            };
        }
        float[] corners = {65504, 65519.996f, 65520, -65520, 0x1p-24f, 0x1p-25f, 0x1.000002p-25f, 0x1.ffcp-15f, 0x1.ffep-15f, 0f, -0f,
            Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.intBitsToFloat(0x7f800001), Float.MIN_VALUE};
        System.arraycopy(corners, 0, x, 0, corners.length);
        return x;
    }
}
