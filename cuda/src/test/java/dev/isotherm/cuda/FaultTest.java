package dev.isotherm.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The emulator finds what it is there to find: kernels with one fault each, and the same without it, which must pass. */
@Timeout(60)
class FaultTest {

    /** The first is enough but for races: where a busy machine runs one thread after the other, the sanitizer may see none in it. */
    private static final int LAUNCHES = 50;

    private static final Grid TWO_BLOCKS = new Grid(2, 1, 64);

    @ParameterizedTest
    @CsvSource({
        "global_out_of_bounds, ADDRESS_AND_UNDEFINED, heap-buffer-overflow",
        "misaligned_vector, ADDRESS_AND_UNDEFINED, misaligned address",
        "shared_race, THREAD, ThreadSanitizer: data race",
        "warp_race, THREAD, ThreadSanitizer: data race",
        "shared_out_of_bounds, NONE, shared out of bounds: values[64] of 64",
        "barrier_divergence, NONE, barrier divergence",
        "barrier_sites, NONE, barrier divergence",
        "uninitialised_shared_read, NONE, uninitialised shared read of values[",
        "shuffle_mask_names_absent_lane, NONE, wrong mask 0xffffffff of __shfl_xor_sync: it names lane",
        "shuffle_mask_lacks_caller, NONE, wrong mask 0x0000ffff of __shfl_xor_sync: it lacks lane",
        "shuffle_meets_barrier, NONE, wrong mask 0xffffffff of __shfl_down_sync: it names lane 0",
    })
    void isFound(String fault, Sanitizer sanitizer, String message) {
        Variant variant = new Variant(Element.FLOAT32, sanitizer);
        DeviceMemory memory = new DeviceMemory();
        long y = memory.floats(new float[64]);
        try (EmulatedKernel faulty = EmulatedKernel.of("faults/" + fault + ".cu", variant, memory, "-DFAULT");
                EmulatedKernel sound = EmulatedKernel.of("faults/" + fault + ".cu", variant, memory)) {
            sound.launch(0, TWO_BLOCKS, y);
            assertThat(memory.floatsAt(y)).isNotEqualTo(new float[64]);
            assertThatThrownBy(() -> launchOften(faulty, y)).isInstanceOf(AssertionError.class).hasMessageContaining(message);
        }
    }

    private static void launchOften(EmulatedKernel kernel, long y) {
        for (int launch = 0; launch < LAUNCHES; launch++) {
            kernel.launch(0, TWO_BLOCKS, y);
        }
    }
}
