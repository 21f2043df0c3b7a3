package dev.isotherm.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.cuda.Launches.PoolMode;
import java.util.Arrays;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class PoolSpansTest {

    /** Spans of 1, 2, 31, 0, 33 and 127 tokens, after two that belong to none. */
    private static final int[] CU_SEQLENS = {2, 3, 5, 36, 36, 69, 196};
    private static final int TOKENS = 196;

    @ParameterizedTest
    @MethodSource("dev.isotherm.cuda.Variant#all")
    void agreesWithReference(Variant variant) {
        try (EmulatedKernel kernel = EmulatedKernel.of(PoolSpans.class, variant)) {
            for (int columns : new int[] {1, 7, 384, 385, 768}) {
                agrees(kernel, variant, columns);
            }
        }
    }

    private static void agrees(EmulatedKernel kernel, Variant variant, int columns) {
        float[] x = Rounding.random(TOKENS * columns, 1, variant.element());
        for (PoolMode mode : PoolMode.values()) {
            float[] expected = PoolSpans.reference(x, CU_SEQLENS, mode, columns);
            float[] pooled = pooled(kernel, variant.element(), x, mode, columns);
            Agreement.assertClose(pooled, expected, Element.FLOAT32, variant + " " + mode + " " + columns);
        }
    }

    /** What is not a number may not hide behind what is. */
    @ParameterizedTest
    @EnumSource(names = {"MEAN", "MAX"})
    void notANumberStays(PoolMode mode) {
        float[] x = new float[TOKENS];
        x[70] = Float.NaN;
        try (EmulatedKernel kernel = EmulatedKernel.of(PoolSpans.class, new Variant(Element.FLOAT32, Sanitizer.NONE))) {
            float[] pooled = pooled(kernel, Element.FLOAT32, x, mode, 1);
            assertThat(Arrays.equals(pooled, new float[] {0, 0, 0, 0, 0, Float.NaN})).isTrue();
        }
    }

    private static float[] pooled(EmulatedKernel kernel, Element element, float[] x, PoolMode mode, int columns) {
        DeviceMemory memory = kernel.memory();
        memory.clear();
        int spans = CU_SEQLENS.length - 1;
        long result = memory.floats(new float[spans * columns]);
        new PoolSpans(kernel, element).launch(0, memory.elements(x, element), memory.ints(CU_SEQLENS), result, mode, spans, columns);
        return memory.floatsAt(result);
    }
}
