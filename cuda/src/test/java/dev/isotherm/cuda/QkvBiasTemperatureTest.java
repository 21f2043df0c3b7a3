package dev.isotherm.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class QkvBiasTemperatureTest {

    @ParameterizedTest
    @MethodSource("dev.isotherm.cuda.Variant#all")
    void agreesWithReference(Variant variant) {
        try (EmulatedKernel kernel = EmulatedKernel.of(QkvBiasTemperature.class, variant)) {
            for (Sizes sizes : Sizes.all()) {
                Case given = new Case(kernel, variant.element(), sizes);
                float[] mixed = mixed(sizes.rows());
                Agreement.assertClose(given.mixed(mixed), given.reference(mixed), variant.element(), variant + " " + sizes + ", mixed");
                float[] expected = given.reference(filled(sizes.rows(), 1.25f));
                Agreement.assertClose(given.uniform(1.25f), expected, variant.element(), variant + " " + sizes + ", uniform");
            }
        }
    }

    /** Each number is rounded once, and the product with 1 changes nothing. */
    @ParameterizedTest
    @MethodSource("dev.isotherm.cuda.Variant#all")
    void isTheBiasAddToTheBitWhereTemperatureIsOne(Variant variant) {
        Element element = variant.element();
        try (EmulatedKernel kernel = EmulatedKernel.of(QkvBiasTemperature.class, variant)) {
            for (Sizes sizes : Sizes.all()) {
                Case given = new Case(kernel, element, sizes);
                byte[] added = Rounding.encode(given.reference(filled(sizes.rows(), 1)), element);
                assertThat(Rounding.encode(given.uniform(1), element)).as("%s, uniform", sizes).isEqualTo(added);
                assertThat(Rounding.encode(given.mixed(filled(sizes.rows(), 1)), element)).as("%s, mixed", sizes).isEqualTo(added);
            }
        }
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }

    /** 1/τ over all of the range that is allowed, and 1 among them. */
    private static float[] mixed(int rows) {
        Random random = new Random(rows);
        float[] values = new float[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = i % 3 == 1 ? 1 : 0.05f + 19.95f * random.nextFloat();
        }
        return values;
    }

    private record Case(EmulatedKernel kernel, Element element, Sizes sizes, float[] qkv, float[] bias) {

        Case(EmulatedKernel kernel, Element element, Sizes sizes) {
            this(kernel, element, sizes, Rounding.random(3 * sizes.rows() * sizes.columns(), 1, element),
                    Rounding.random(3 * sizes.columns(), 2, element));
        }

        float[] reference(float[] inverseTemperatures) {
            float[] result = qkv.clone();
            QkvBiasTemperature.reference(result, bias, inverseTemperatures);
            return result;
        }

        float[] uniform(float inverseTemperature) {
            DeviceMemory memory = kernel.memory();
            memory.clear();
            long x = memory.elements(qkv, element);
            long added = memory.elements(bias, element);
            new QkvBiasTemperature(kernel, element).launch(0, x, added, inverseTemperature, sizes.rows(), sizes.columns());
            return memory.elementsAt(x, element);
        }

        float[] mixed(float[] inverseTemperatures) {
            DeviceMemory memory = kernel.memory();
            memory.clear();
            long x = memory.elements(qkv, element);
            long added = memory.elements(bias, element);
            long factors = memory.floats(inverseTemperatures);
            new QkvBiasTemperature(kernel, element).launchMixed(0, x, added, factors, sizes.rows(), sizes.columns());
            return memory.elementsAt(x, element);
        }
    }
}
