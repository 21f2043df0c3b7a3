package dev.isotherm.engine.weights;

import static dev.isotherm.engine.weights.SafetensorsFixture.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTest {

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("model.safetensors");
    }

    @Test
    void readsEachSupportedTypeByteForByte() throws IOException {
        byte[] data = {0, 0, -128, 63, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -1, -2};
        SafetensorsFixture.write(file, "{" + entry("single", "F32", "[2,1]", 0, 8) + "," + entry("half", "F16", "[2]", 8, 12)
                + "," + entry("brain", "BF16", "[1,1,2]", 12, 16) + "}", data);
        try (SafetensorsFile weights = SafetensorsFile.open(file)) {
            assertThat(weights.names()).containsExactlyInAnyOrder("single", "half", "brain");
            assertTensor(weights.tensor("single"), StoredType.FLOAT32, new long[] {2, 1}, 0, 0, -128, 63, 1, 2, 3, 4);
            assertTensor(weights.tensor("half"), StoredType.FLOAT16, new long[] {2}, 5, 6, 7, 8);
            assertTensor(weights.tensor("brain"), StoredType.BFLOAT16, new long[] {1, 1, 2}, 9, 10, -1, -2);
        }
    }

    @Test
    void readsNumbersAsLittleEndian() throws IOException {
        SafetensorsFixture.write(file, "{" + entry("w", "F32", "[2]", 0, 8) + "}", SafetensorsFixture.floats(1.5f, -2.25f));
        try (SafetensorsFile weights = SafetensorsFile.open(file)) {
            ByteBuffer data = StoredTensors.bytes(weights.tensor("w"));
            assertThat(data.getFloat(0)).isEqualTo(1.5f);
            assertThat(data.getFloat(4)).isEqualTo(-2.25f);
        }
    }

    @Test
    void readsAPieceOfATensor() throws IOException {
        SafetensorsFixture.write(file, "{" + entry("v", "F16", "[1]", 0, 2) + "," + entry("w", "F16", "[3]", 2, 8) + "}",
                new byte[] {0, 1, 2, 3, 4, 5, 6, 7});
        try (SafetensorsFile weights = SafetensorsFile.open(file)) {
            ByteBuffer piece = ByteBuffer.allocate(3);
            weights.tensor("w").data().read(2, piece);
            assertThat(piece.array()).containsExactly(4, 5, 6);
        }
    }

    @Test
    void readsScalarsAndEmptyTensors() throws IOException {
        byte[] data = {1, 2, 3, 4};
        String header = "{" + entry("empty", "F32", "[0,7]", 2, 2) + "," + entry("scalar", "F32", "[]", 0, 4) + "}";
        SafetensorsFixture.write(file, header, data);
        try (SafetensorsFile weights = SafetensorsFile.open(file)) {
            assertTensor(weights.tensor("scalar"), StoredType.FLOAT32, new long[0], 1, 2, 3, 4);
            assertTensor(weights.tensor("empty"), StoredType.FLOAT32, new long[] {0, 7});
        }
    }

    @Test
    void ignoresMetadataAndPadding() throws IOException {
        String header = "{\"__metadata__\":{\"format\":\"pt\"}," + entry("w", "F16", "[1]", 0, 2) + "}   ";
        SafetensorsFixture.write(file, header, new byte[2]);
        try (SafetensorsFile weights = SafetensorsFile.open(file)) {
            assertThat(weights.names()).containsExactly("w");
        }
    }

    @Test
    void opensAFileWithoutTensors() throws IOException {
        SafetensorsFixture.write(file, "{}");
        try (SafetensorsFile weights = SafetensorsFile.open(file)) {
            assertThat(weights.names()).isEmpty();
        }
    }

    @Test
    void refusesATensorThatIsNotThere() throws IOException {
        SafetensorsFixture.write(file, "{" + entry("w", "F16", "[1]", 0, 2) + "}", new byte[2]);
        try (SafetensorsFile weights = SafetensorsFile.open(file)) {
            assertThatThrownBy(() -> weights.tensor("v"))
                    .isInstanceOf(WeightsException.class)
                    .hasMessage(file + ": has no tensor v");
        }
    }

    @Test
    void refusesAnUnsupportedTypeOnlyWhenItIsAskedFor() throws IOException {
        String header = "{" + entry("ids", "I64", "[1]", 0, 8) + "," + entry("odd", "Q3", "[5]", 8, 9) + "}";
        SafetensorsFixture.write(file, header, new byte[9]);
        try (SafetensorsFile weights = SafetensorsFile.open(file)) {
            assertThatThrownBy(() -> weights.tensor("ids"))
                    .isInstanceOf(WeightsException.class)
                    .hasMessage(file + ": tensor ids is I64, supported are F32, F16, BF16");
            assertThatThrownBy(() -> weights.tensor("odd"))
                    .isInstanceOf(WeightsException.class)
                    .hasMessage(file + ": tensor odd is Q3, supported are F32, F16, BF16");
        }
    }

    @Test
    void refusesAFileThatIsNotThereOrADirectory() {
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file + ": cannot be read: ");
        assertThatThrownBy(() -> SafetensorsFile.open(directory))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(directory + ": ");
    }

    @Test
    void readsNothingMoreOnceClosed() throws IOException {
        SafetensorsFixture.write(file, "{" + entry("w", "F16", "[1]", 0, 2) + "}", new byte[2]);
        SafetensorsFile weights = SafetensorsFile.open(file);
        weights.close();
        assertThatThrownBy(() -> StoredTensors.bytes(weights.tensor("w")))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("tensor w cannot be read");
        assertThat(Files.deleteIfExists(file)).isTrue();
    }

    private static void assertTensor(StoredTensor tensor, StoredType type, long[] shape, int... data) {
        assertThat(tensor.type()).isEqualTo(type);
        assertThat(tensor.shape()).containsExactly(shape);
        assertThat(StoredTensors.bytes(tensor).array()).containsExactly(data);
    }
}
