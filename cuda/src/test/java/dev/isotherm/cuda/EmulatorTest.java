package dev.isotherm.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Built-ins of a warp do what CUDA's manual says. */
@Timeout(60)
class EmulatorTest {

    private static final int BLOCKS = 3;

    @ParameterizedTest
    @EnumSource(Sanitizer.class)
    void lanesAndAtomics(Sanitizer sanitizer) {
        DeviceMemory memory = new DeviceMemory();
        long y = memory.ints(new int[14 * 32]);
        long sum = memory.ints(0);
        long greatest = memory.ints(0);
        try (EmulatedKernel lanes = EmulatedKernel.of("lanes.cu", new Variant(Element.FLOAT32, sanitizer), memory)) {
            lanes.launch(0, new Grid(BLOCKS, 1, 32), y, sum, greatest);
        }
        int[] rows = memory.intsAt(y);
        int row = 0;
        assertRow(rows, row++, lane -> 100 + (lane ^ 5));
        assertRow(rows, row++, lane -> 100 + (lane % 16 < 8 ? lane : lane ^ 12));  // earlier groups may be looked at, later ones not
        assertRow(rows, row++, lane -> 100 + (lane + 3 < 32 ? lane + 3 : lane));
        assertRow(rows, row++, lane -> 100 + (lane % 8 + 3 < 8 ? lane + 3 : lane));
        assertRow(rows, row++, lane -> 100 + (lane >= 3 ? lane - 3 : lane));
        assertRow(rows, row++, lane -> 100 + (lane % 8 >= 3 ? lane - 3 : lane));
        assertRow(rows, row++, lane -> 107);
        assertRow(rows, row++, lane -> 100 + lane / 8 * 8 + 2);
        assertRow(rows, row++, lane -> 0b01001001001001001001001001001001);
        assertRow(rows, row++, lane -> 1);
        assertRow(rows, row++, lane -> 0);
        assertRow(rows, row++, lane -> 1);
        assertRow(rows, row++, lane -> 0);
        assertRow(rows, row, lane -> lane < 8 ? 0xfb : 0xfffffb00);
        assertThat(memory.intsAt(sum)).containsExactly(BLOCKS * 31 * 32 / 2);
        assertThat(memory.intsAt(greatest)).containsExactly(131);
    }

    private static void assertRow(int[] rows, int row, IntUnaryOperator expected) {
        assertThat(Arrays.copyOfRange(rows, 32 * row, 32 * row + 32))
                .as("row %d", row)
                .containsExactly(IntStream.range(0, 32).map(expected).toArray());
    }
}
