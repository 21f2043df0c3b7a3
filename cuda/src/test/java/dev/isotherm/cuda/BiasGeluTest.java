package dev.isotherm.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class BiasGeluTest {

    @ParameterizedTest
    @MethodSource("dev.isotherm.cuda.Variant#all")
    void agreesWithReference(Variant variant) {
        try (EmulatedKernel kernel = EmulatedKernel.of(BiasGelu.class, variant)) {
            Sizes.all().forEach(sizes -> agrees(kernel, variant, sizes));
        }
    }

    private static void agrees(EmulatedKernel kernel, Variant variant, Sizes sizes) {
        Element element = variant.element();
        float[] x = Rounding.random(sizes.rows() * sizes.columns(), 1, element);
        for (int i = 0; i < x.length; i += 5) {
            x[i] *= 4;  // into both tails
        }
        float[] bias = Rounding.random(sizes.columns(), 2, element);
        DeviceMemory memory = kernel.memory();
        memory.clear();
        long y = memory.elements(x, element);
        new BiasGelu(kernel, element).launch(0, y, memory.elements(bias, element), sizes.rows(), sizes.columns());
        BiasGelu.reference(x, bias);
        Agreement.assertClose(memory.elementsAt(y, element), x, element, variant + " " + sizes);
    }

    /** Values of Abramowitz and Stegun, table 7.1. */
    @Test
    void referenceKnowsTheErrorFunction() {
        assertThat(BiasGelu.erf(0)).isZero();
        assertThat(BiasGelu.erf(0.5)).isCloseTo(0.5204998778, within(1e-10));
        assertThat(BiasGelu.erf(1)).isCloseTo(0.8427007929, within(1e-10));
        assertThat(BiasGelu.erf(-2)).isCloseTo(-0.9953222650, within(1e-10));
        assertThat(BiasGelu.erf(7)).isEqualTo(1);
        assertThat(BiasGelu.erf(-7)).isEqualTo(-1);
    }
}
