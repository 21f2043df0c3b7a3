package dev.isotherm.cuda;

import dev.isotherm.cuda.EmbeddingLayerNorm.Gather;
import dev.isotherm.cuda.Launches.Lookup;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class EmbeddingLayerNormTest {

    private static final float EPSILON = 1e-5f;
    private static final int WORDS = 50;
    private static final int POSITIONS = 40;
    private static final int TYPES = 2;

    @ParameterizedTest
    @MethodSource("dev.isotherm.cuda.Variant#all")
    void agreesWithReference(Variant variant) {
        try (EmulatedKernel kernel = EmulatedKernel.of(EmbeddingLayerNorm.class, variant)) {
            for (Sizes sizes : Sizes.all()) {
                Gather positions = gather(POSITIONS, sizes, 2, variant.element());
                agrees(kernel, variant, sizes, positions, gather(TYPES, sizes, 3, variant.element()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.isotherm.cuda.Variant#all")
    void addsNothingWithoutTables(Variant variant) {
        Gather none = new Gather(new float[0], new int[0]);
        Sizes even = new Sizes(2, 384);
        try (EmulatedKernel kernel = EmulatedKernel.of(EmbeddingLayerNorm.class, variant)) {
            agrees(kernel, variant, new Sizes(2, 385), none, none);
            agrees(kernel, variant, even, gather(POSITIONS, even, 2, variant.element()), none);
        }
    }

    private static void agrees(EmulatedKernel kernel, Variant variant, Sizes sizes, Gather positions, Gather types) {
        Element element = variant.element();
        Gather words = gather(WORDS, sizes, 1, element);
        float[] gamma = Rounding.random(sizes.columns(), 4, element);
        float[] beta = Rounding.random(sizes.columns(), 5, element);
        DeviceMemory memory = kernel.memory();
        memory.clear();
        long y = memory.elements(new float[sizes.rows() * sizes.columns()], element);
        new EmbeddingLayerNorm(kernel, element).launch(
                0, lookup(words, memory, element), lookup(positions, memory, element), lookup(types, memory, element),
                memory.elements(gamma, element), memory.elements(beta, element), y, EPSILON, sizes.rows(), sizes.columns());
        float[] expected = EmbeddingLayerNorm.reference(words, positions, types, gamma, beta, EPSILON);
        Agreement.assertClose(memory.elementsAt(y, element), expected, element, variant + " " + sizes);
    }

    /** First and last entries are among those looked up. */
    private static Gather gather(int entries, Sizes sizes, long seed, Element element) {
        int[] ids = new Random(seed).ints(sizes.rows(), 0, entries).toArray();
        ids[0] = entries - 1;
        ids[ids.length - 1] = ids.length > 1 ? 0 : ids[0];
        return new Gather(Rounding.random(entries * sizes.columns(), seed, element), ids);
    }

    private static Lookup lookup(Gather gather, DeviceMemory memory, Element element) {
        boolean absent = gather.table().length == 0;
        return absent ? Lookup.NONE : new Lookup(memory.elements(gather.table(), element), memory.ints(gather.ids()));
    }
}
