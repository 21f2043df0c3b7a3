package dev.isotherm.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchCheckpointTest {

    private static final List<String> UNSUPPORTED = List.of("position_ids", "double", "mask");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("pytorch_model.bin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixed.bin", "mixed-protocol-4.bin", "mixed-before-1.6.bin"})
    void tensorsAreWhatTheSafetensorsLibrarySaysOfThem(String name) {
        try (Weights read = TorchCheckpoint.open(TorchFixture.resource(name));
                Weights expected = SafetensorsFile.open(TorchFixture.resource("mixed.safetensors"))) {
            assertThat(read.names()).hasSize(16).containsExactlyInAnyOrderElementsOf(expected.names()).containsAll(UNSUPPORTED);
            expected.names().stream().filter(tensor -> !UNSUPPORTED.contains(tensor))
                    .forEach(tensor -> assertSame(read.tensor(tensor), expected.tensor(tensor)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixed.bin", "mixed-before-1.6.bin"})
    void buffersOfOtherTypesAreRefusedOnlyWhenTheyAreAskedFor(String name) {
        Path mixed = TorchFixture.resource(name);
        try (Weights weights = TorchCheckpoint.open(mixed)) {
            assertThatThrownBy(() -> weights.tensor("position_ids"))
                    .isInstanceOf(WeightsException.class)
                    .hasMessage(mixed + ": tensor position_ids is in a LongStorage, supported are FloatStorage, HalfStorage, BFloat16Storage");
            assertThatThrownBy(() -> weights.tensor("mask")).isInstanceOf(WeightsException.class).hasMessageContaining(" BoolStorage, ");
        }
    }

    @Test
    void namesThatShareAStorageAreBothRead() throws IOException {
        byte[] pickle = PickleFixture.dict()
                .tensor("encoder", "FloatStorage", "0", 2, 0, new long[] {2}, 1)
                .tensor("decoder", "FloatStorage", "0", 2, 1, new long[] {1}, 1).endDict();
        TorchFixture.of(pickle).storage("0", SafetensorsFixture.floats(1.5f, -2.25f)).write(file);
        try (Weights weights = TorchCheckpoint.open(file)) {
            assertThat(StoredTensors.bytes(weights.tensor("encoder")).getFloat(4)).isEqualTo(-2.25f);
            assertThat(StoredTensors.bytes(weights.tensor("decoder")).getFloat(0)).isEqualTo(-2.25f);
        }
    }

    @Test
    void readsAPieceOfATensorThatIsTransposed() throws IOException {
        writeTransposed(3, 4);
        try (Weights weights = TorchCheckpoint.open(file)) {
            ByteBuffer piece = ByteBuffer.allocate(1 + 3 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).position(1);
            weights.tensor("w").data().read(2 * Float.BYTES, piece);
            assertThat(piece.hasRemaining()).isFalse();
            assertThat(List.of(piece.getFloat(1), piece.getFloat(5), piece.getFloat(9))).containsExactly(6f, 9f, 1f);
        }
    }

    /** More elements than are put in order at once, further apart than is read at once. */
    @Test
    void readsALargeTensorThatIsTransposed() throws IOException {
        int columns = 30_000;
        writeTransposed(columns, 50);
        try (Weights weights = TorchCheckpoint.open(file)) {
            StoredTensor tensor = weights.tensor("w");
            assertThat(tensor.shape()).containsExactly(columns, 50);
            ByteBuffer bytes = StoredTensors.bytes(tensor);
            for (int i = 0; i < columns * 50; i++) {
                assertThat(bytes.getFloat()).isEqualTo(i % 50 * columns + i / 50);
            }
        }
    }

    @Test
    void refusesATensorThatIsNotThere() {
        Path mixed = TorchFixture.resource("mixed.bin");
        try (Weights weights = TorchCheckpoint.open(mixed)) {
            assertThatThrownBy(() -> weights.tensor("v")).isInstanceOf(WeightsException.class).hasMessage(mixed + ": has no tensor v");
        }
    }

    @Test
    void readsNothingMoreOnceClosed() throws IOException {
        writeTransposed(3, 4);
        TorchCheckpoint weights = TorchCheckpoint.open(file);
        weights.close();
        assertThatThrownBy(() -> StoredTensors.bytes(weights.tensor("w")))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("tensor w cannot be read");
        assertThat(Files.deleteIfExists(file)).isTrue();
    }

    /** Counts through [rows, columns], which is seen as [columns, rows]. */
    private void writeTransposed(int columns, int rows) throws IOException {
        long elements = (long) rows * columns;
        float[] values = new float[(int) elements];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        byte[] pickle = PickleFixture.dict()
                .tensor("w", "FloatStorage", "0", elements, 0, new long[] {columns, rows}, 1, columns).endDict();
        TorchFixture.of(pickle).storage("0", SafetensorsFixture.floats(values)).write(file);
    }

    private static void assertSame(StoredTensor read, StoredTensor expected) {
        assertThat(read.type()).as(read.name()).isEqualTo(expected.type());
        assertThat(read.shape()).as(read.name()).containsExactly(expected.shape());
        assertThat(StoredTensors.bytes(read)).as(read.name()).isEqualTo(StoredTensors.bytes(expected));
    }
}
