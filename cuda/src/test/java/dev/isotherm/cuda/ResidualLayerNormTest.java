package dev.isotherm.cuda;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ResidualLayerNormTest {

    private static final float EPSILON = 1e-12f;

    @ParameterizedTest
    @MethodSource("dev.isotherm.cuda.Variant#all")
    void agreesWithReference(Variant variant) {
        try (EmulatedKernel kernel = EmulatedKernel.of(ResidualLayerNorm.class, variant)) {
            Sizes.all().forEach(sizes -> agrees(kernel, variant, sizes, 3));
        }
    }

    /** A mean far from zero: a variance from squares would have lost all of its digits. */
    @ParameterizedTest
    @ValueSource(floats = {100, -100})
    void varianceIsThatOfDifferences(float mean) {
        Variant variant = new Variant(Element.FLOAT32, Sanitizer.NONE);
        try (EmulatedKernel kernel = EmulatedKernel.of(ResidualLayerNorm.class, variant)) {
            agrees(kernel, variant, new Sizes(2, 385), mean);
        }
    }

    private static void agrees(EmulatedKernel kernel, Variant variant, Sizes sizes, float mean) {
        Element element = variant.element();
        int count = sizes.rows() * sizes.columns();
        float[] x = Rounding.random(count, 1, element);
        for (int i = 0; i < count; i++) {
            x[i] = Rounding.round(x[i] + mean, element);
        }
        float[] residual = Rounding.random(count, 2, element);
        float[] gamma = Rounding.random(sizes.columns(), 3, element);
        float[] beta = Rounding.random(sizes.columns(), 4, element);
        DeviceMemory memory = kernel.memory();
        memory.clear();
        long y = memory.elements(x, element);
        new ResidualLayerNorm(kernel, element).launch(
                0, y, memory.elements(residual, element), memory.elements(gamma, element), memory.elements(beta, element), y,
                EPSILON, sizes.rows(), sizes.columns());
        float[] expected = ResidualLayerNorm.reference(x, residual, gamma, beta, EPSILON);
        float[] actual = memory.elementsAt(y, element);
        if (Math.abs(mean) > 10) {
            Agreement.assertCloseAround(actual, expected, 1e-6 * Math.abs(mean), variant + " " + sizes);
        } else {
            Agreement.assertClose(actual, expected, element, variant + " " + sizes);
        }
    }
}
