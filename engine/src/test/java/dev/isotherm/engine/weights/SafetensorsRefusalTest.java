package dev.isotherm.engine.weights;

import static dev.isotherm.engine.weights.SafetensorsFixture.entry;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsRefusalTest {

    private static final byte[] EIGHT_BYTES = new byte[8];

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("model.safetensors");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7})
    void fileShorterThanTheHeaderLength(int bytes) throws IOException {
        Files.write(file, new byte[bytes]);
        assertRefused("has " + bytes + " bytes, too few for a safetensors file");
    }

    @ParameterizedTest
    @CsvSource({
        "3, 3", "1000000000000, 1000000000000", "9223372036854775807, 9223372036854775807", "-1, 18446744073709551615",
        "-9223372036854775808, 9223372036854775808"
    })
    void headerLongerThanTheFile(long claimed, String unsigned) throws IOException {
        Files.write(file, SafetensorsFixture.bytes(claimed, "{}"));
        assertRefused("claims a header of " + unsigned + " bytes, the file has 2 after the length");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"w\":", "hello", "{'w':1}", "\u0000\u0000", "{}{}", "{}w"})
    void headerThatIsNotJson(String header) throws IOException {
        assertRefused(header, "the header is not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "[]", "7", "null", "\"w\""})
    void headerThatIsNotAnObject(String header) throws IOException {
        assertRefused(header, "the header is not a JSON object");
    }

    @Test
    void tensorDescribedTwice() throws IOException {
        String entry = entry("w", "F32", "[2]", 0, 8);
        assertRefused("{" + entry + "," + entry + "}", "the header is not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "7", "null", "[]", "{}",
        "{'shape':[2],'data_offsets':[0,8]}",
        "{'dtype':4,'shape':[2],'data_offsets':[0,8]}",
        "{'dtype':'F32','shape':[2]}",
        "{'dtype':'F32','shape':[2],'data_offsets':[0]}",
        "{'dtype':'F32','shape':[2],'data_offsets':[0,4,8]}",
        "{'dtype':'F32','shape':[2],'data_offsets':{'begin':0,'end':8}}",
        "{'dtype':'F32','shape':[2],'data_offsets':8}"
    })
    void tensorWithoutTypeOrPlace(String description) throws IOException {
        assertRefused("{\"w\":" + description.replace('\'', '"') + "}", "tensor w lacks dtype or data_offsets");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-4", "1.5", "4.0", "\"4\"", "null", "true", "[4]", "9223372036854775808", "1e3"})
    void placeOrShapeThatIsNoCount(String number) throws IOException {
        String expected = "tensor w has %s where a count is expected".formatted(number.equals("1e3") ? "1000.0" : number);
        assertRefused("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[%s,8]}}".formatted(number), expected);
        assertRefused("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,%s]}}".formatted(number), expected);
        assertRefused("{" + entry("w", "F32", "[2," + number + "]", 0, 8) + "}", expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "2", "{}", "\"2\"", "[1,1,1,1,1,1,1,1,2]"})
    void shapeThatIsNoList(String shape) throws IOException {
        assertRefused("{" + entry("w", "F32", shape, 0, 8) + "}", "tensor w has no valid shape");
    }

    @Test
    void tensorBeyondTheEndOfTheFile() throws IOException {
        assertRefused("{" + entry("w", "F32", "[3]", 0, 12) + "}",
                "tensor w claims bytes 0 to 12 of 8; the file is truncated or its header wrong");
    }

    @Test
    void tensorThatEndsBeforeItBegins() throws IOException {
        assertRefused("{" + entry("w", "F32", "[1]", 8, 4) + "}", "tensor w claims bytes 8 to 4 of 8");
    }

    @Test
    void overlappingTensors() throws IOException {
        assertRefused("{" + entry("v", "F16", "[2]", 3, 7) + "," + entry("u", "F32", "[1]", 0, 4) + "}",
                "tensors u and v overlap");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"F32; [3]", "F32; [1,1]", "F16; [2,1]", "BF16; []", "I64; [2]", "U8; [7]", "F32; [0]"})
    void sizeThatContradictsTheShape(String dtype, String shape) throws IOException {
        assertRefused("{" + entry("w", dtype, shape, 0, 8) + "}",
                "tensor w of shape %s as %s cannot have 8 bytes".formatted(shape.replace(",", ", "), dtype));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[4611686018427387904, 4]", "[9223372036854775807]", "[4294967296, 4294967296]"})
    void shapeThatOverflows(String shape) throws IOException {
        assertRefused("{" + entry("w", "F32", shape, 0, 8) + "}", "tensor w: shape " + shape + " is too large for any file");
    }

    private void assertRefused(String header, String reason) throws IOException {
        SafetensorsFixture.write(file, header, EIGHT_BYTES);
        assertRefused(reason);
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> SafetensorsFile.open(file).close())
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file + ": " + reason);
    }
}
