package dev.isotherm.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints whose parts contradict each other; of the pickle by itself see PickleRefusalTest. */
class TorchRefusalTest {

    private static final byte[] VALID = PickleFixture.dict()
            .tensor("w", "FloatStorage", "0", 2, 0, new long[] {2}, 1).endDict();
    private static final byte[] EIGHT_BYTES = new byte[8];

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("pytorch_model.bin");
    }

    @Test
    void aFileThatIsNotThere() {
        assertThatThrownBy(() -> TorchCheckpoint.open(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file + ": cannot be read: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "P", "version https://git-lfs.github.com/spec/v1\n", "<!DOCTYPE html>", "this is text, not a model"})
    void aFileOfSomethingElse(String text) throws IOException {
        Files.writeString(file, text);
        assertRefused("is no checkpoint that torch.save wrote");
    }

    @Test
    void aPickleOfSomethingElse() throws IOException {
        Files.write(file, PickleFixture.pickle().orderedDict().stop());
        assertRefused("is a pickle, but no checkpoint that torch.save wrote; convert it to safetensors");
        Files.write(file, PickleFixture.pickle().global("os", "system").stop());
        assertRefused("asks for 'os.system': a checkpoint of weights needs nothing of the kind; convert it to safetensors");
    }

    @Test
    void aZipFileOfSomethingElse() throws IOException {
        TorchFixture.empty().with("[Content_Types].xml", EIGHT_BYTES).write(file);
        assertRefused("is a zip file with 0 entries called data.pkl; a checkpoint has one");
        TorchFixture.of(VALID).with("n/data.pkl", VALID).write(file);
        assertRefused("is a zip file with 2 entries called data.pkl; a checkpoint has one");
    }

    @Test
    void compressedEntries() throws IOException {
        TorchFixture.of(VALID).storage("0", EIGHT_BYTES).compressed().write(file);
        assertRefused("its entry m/data.pkl is compressed or encrypted; only entries stored as they are can be read");
    }

    @Test
    void encryptedEntries() throws IOException {
        byte[] zip = TorchFixture.of(VALID).storage("0", EIGHT_BYTES).bytes();
        Files.write(file, edited(zip, directoryOf(zip) + 8, (byte) (zip[directoryOf(zip) + 8] | 1)));
        assertRefused("its entry m/data.pkl is compressed or encrypted; only entries stored as they are can be read");
    }

    @Test
    void anEntryThatIsThereTwice() throws IOException {
        byte[] zip = TorchFixture.of(VALID).storage("0", EIGHT_BYTES).storage("1", EIGHT_BYTES).bytes();
        Files.writeString(file, new String(zip, StandardCharsets.ISO_8859_1).replace("m/data/1", "m/data/0"), StandardCharsets.ISO_8859_1);
        assertRefused("its entry m/data/0 is there twice");
    }

    @Test
    void aFileThatIsCutAnywhere() throws IOException {
        byte[] zip = TorchFixture.of(VALID).storage("0", EIGHT_BYTES).bytes();
        for (int length = Integer.BYTES; length < zip.length; length++) {
            Files.write(file, Arrays.copyOf(zip, length));
            assertRefused("is a zip file without its directory, which is at the end; it is truncated");
        }
    }

    /** Lengths of the name and of the extra field, and the place of the entry, from its low and its high byte. */
    @ParameterizedTest
    @CsvSource({"28, 200", "30, 255", "42, 127", "45, 255"})
    void aDirectoryThatLeadsOutside(int at, int value) throws IOException {
        byte[] zip = TorchFixture.of(VALID).storage("0", EIGHT_BYTES).bytes();
        Files.write(file, edited(zip, directoryOf(zip) + at, (byte) value));
        assertThatThrownBy(() -> TorchCheckpoint.open(file)).isInstanceOf(WeightsException.class).hasMessageStartingWith(file + ": its zip ");
    }

    @Test
    void anEntryThatGoesIntoTheDirectory() throws IOException {
        byte[] zip = TorchFixture.of(VALID).storage("0", EIGHT_BYTES).bytes();
        int second = directoryOf(zip) + 46 + "m/data.pkl".length();
        Files.write(file, edited(edited(zip, second + 20, (byte) 9), second + 24, (byte) 9));
        assertRefused("its zip directory names bytes that the file does not have; it is truncated or broken");
    }

    @Test
    void bigEndianNumbers() throws IOException {
        TorchFixture.of(VALID).storage("0", EIGHT_BYTES).with("m/byteorder", TorchFixture.ascii("big")).write(file);
        assertRefused("its byte order is 'big', only 'little' is read; convert it to safetensors");
        byte[] legacy = Files.readAllBytes(TorchFixture.resource("mixed-before-1.6.bin"));
        int order = new String(legacy, StandardCharsets.ISO_8859_1).indexOf("little_endian") + "little_endianq\u0003".length();
        assertThat(legacy[order]).isEqualTo((byte) 0x88);
        Files.write(file, edited(legacy, order, (byte) 0x89));
        assertRefused("was written on a big-endian machine; convert it to safetensors");
    }

    @Test
    void somethingElseThanADictionary() throws IOException {
        TorchFixture.of(PickleFixture.pickle().tuple(1).stop()).write(file);
        assertRefused("holds no dictionary of tensors; save the model's state_dict(), best as safetensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"state_dict", "model"})
    void aStateDictWithinAnother(String key) throws IOException {
        TorchFixture.of(PickleFixture.dict().text("epoch").number(3).text("loss").code('G', 0, 0, 0, 0, 0, 0, 0, 0).text(key).orderedDict()
                .code('(').tensor("w", "FloatStorage", "0", 2, 0, new long[] {2}, 1).code('u').endDict()).storage("0", EIGHT_BYTES).write(file);
        assertRefused("holds another dictionary under '" + key + "'; only a state dict by itself is read: save that, best as safetensors");
    }

    @Test
    void aStorageThatIsMissingOrTooShort() throws IOException {
        TorchFixture.of(VALID).write(file);
        assertRefused("tensor w needs 8 bytes of storage 0, the file has 0");
        TorchFixture.of(VALID).storage("0", new byte[7]).write(file);
        assertRefused("tensor w needs 8 bytes of storage 0, the file has 7");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 3, 1", "1, 2, 1", "0, 2, 2", "-1, 1, 1", "2, 1, 1", "3, 0, 1", "9223372036854775807, 2, 1", "0, 2, 9223372036854775807", "1, 2, -1",
        "0, 1000000000000, 0",
    })
    void aViewBeyondItsStorage(long offset, long size, long stride) throws IOException {
        write(offset, new long[] {size}, stride);
        assertRefused("tensor w of shape [%d] with strides [%d] from element %d does not fit its storage of 2 elements"
                .formatted(size, stride, offset));
    }

    @ParameterizedTest
    @CsvSource({
        "1000000000000, 1000000000000, a tensor: shape [1000000000000; 1000000000000] is too large for any file",
        "-2, -1, a tensor: shape [-2; -1] has a negative dimension",
    })
    void aShapeThatCannotBe(long rows, long columns, String message) throws IOException {
        write(0, new long[] {rows, columns}, 1, 1);
        assertRefused(message.replace(";", ","));
    }

    @Test
    void viewsThatReachTheEndOfTheirStorageAreRead() throws IOException {
        write(1, new long[] {1, 1}, 77, 88);
        TorchCheckpoint.open(file).close();
        write(2, new long[] {0}, 1);
        TorchCheckpoint.open(file).close();
    }

    @Test
    void anOldFileWhoseStoragesAreNotAsLongAsItsPickleSays() throws IOException {
        byte[] legacy = Files.readAllBytes(TorchFixture.resource("mixed-before-1.6.bin"));
        Files.write(file, Arrays.copyOf(legacy, legacy.length - 1));
        assertThatThrownBy(() -> TorchCheckpoint.open(file)).isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file + ": its storage ")
                .hasMessageEndingWith(" is not as long as its pickle says; it is truncated or broken");
    }

    private void write(long offset, long[] shape, long... strides) throws IOException {
        TorchFixture.of(PickleFixture.dict().tensor("w", "FloatStorage", "0", 2, offset, shape, strides).endDict())
                .storage("0", EIGHT_BYTES).write(file);
    }

    private static int directoryOf(byte[] zip) {
        return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(zip.length - 6);
    }

    private static byte[] edited(byte[] bytes, int at, byte value) {
        byte[] edited = bytes.clone();
        edited[at] = value;
        return edited;
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> TorchCheckpoint.open(file)).isInstanceOf(WeightsException.class).hasMessage(file + ": " + message);
    }
}
