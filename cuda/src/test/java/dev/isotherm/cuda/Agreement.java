package dev.isotherm.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** How near a kernel's results must come to the reference's: float32's error in sums, and half a unit of the type it is rounded to. */
final class Agreement {

    private static final double FLOAT32_ERROR = 2e-6;

    private Agreement() {}

    static void assertClose(float[] actual, float[] expected, Element element, String what) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            double allowed = FLOAT32_ERROR * (1 + Math.abs(expected[i])) + halfUnit(element) * Math.abs(expected[i]);
            if (!(Math.abs(actual[i] - expected[i]) <= allowed)) {
                throw new AssertionError(what + ": [" + i + "] is " + actual[i] + ", expected " + expected[i] + " within " + allowed);
            }
        }
    }

    /** Where cancellation has made more of float32's error. */
    static void assertCloseAround(float[] actual, float[] expected, double allowed, String what) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("%s: [%d]", what, i).isCloseTo(expected[i], within(allowed));
        }
    }

    private static double halfUnit(Element element) {
        return switch (element) {
            case FLOAT32 -> 0x1p-24;
            case FLOAT16 -> 0x1p-11;
            case BFLOAT16 -> 0x1p-8;
        };
    }
}
