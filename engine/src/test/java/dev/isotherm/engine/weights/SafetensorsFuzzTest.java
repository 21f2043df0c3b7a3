package dev.isotherm.engine.weights;

import static dev.isotherm.engine.weights.SafetensorsFixture.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever a file holds, it opens or is refused with a {@link WeightsException}; nothing else may come out. */
class SafetensorsFuzzTest {

    private static final String HEADER = "{\"__metadata__\":{\"format\":\"pt\"}," + entry("a", "F32", "[2,2]", 0, 16) + ","
            + entry("b", "BF16", "[3]", 16, 22) + "," + entry("c", "I64", "[]", 22, 30) + "}";
    private static final byte[] VALID = SafetensorsFixture.bytes(HEADER.length(), HEADER, new byte[30]);

    /** One byte of the file replaced. */
    record Mutation(int position, byte value) {}

    @Property(tries = 2000)
    void mutatedFileOpensOrIsRefused(@ForAll @Size(min = 1, max = 6) List<@From("mutations") Mutation> mutations)
            throws IOException {
        byte[] bytes = VALID.clone();
        mutations.forEach(mutation -> bytes[mutation.position] = mutation.value);
        assertOpensOrIsRefused(bytes);
    }

    @Property
    void truncatedFileIsRefused(@ForAll("lengths") int length) throws IOException {
        assertThat(assertOpensOrIsRefused(Arrays.copyOf(VALID, length))).isFalse();
    }

    @Property
    void arbitraryBytesOpenOrAreRefused(@ForAll @Size(max = 200) byte[] bytes) throws IOException {
        assertOpensOrIsRefused(bytes);
    }

    @Property(tries = 2000)
    void wellFormedJsonOfAnyStructureOpensOrIsRefused(
            @ForAll("values") String dtype, @ForAll("values") String shape, @ForAll("values") String offsets) throws IOException {
        String header = "{\"w\":{\"dtype\":%s,\"shape\":%s,\"data_offsets\":%s}}".formatted(dtype, shape, offsets);
        int length = header.getBytes(StandardCharsets.UTF_8).length;
        assertOpensOrIsRefused(SafetensorsFixture.bytes(length, header, new byte[8]));
    }

    @Provide
    Arbitrary<Mutation> mutations() {
        Arbitrary<Byte> syntax = Arbitraries.of("0123456789[]{}\",:-.eFBIU6_ \\".chars().mapToObj(c -> (byte) c).toList());
        return Combinators.combine(
                Arbitraries.integers().between(0, VALID.length - 1),
                Arbitraries.oneOf(syntax, Arbitraries.bytes())).as(Mutation::new);
    }

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.integers().between(0, VALID.length - 1);
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of(
                "null", "true", "1", "-1", "1.5", "1e400", "9223372036854775808", "\"F32\"", "\"F16\"", "\"I64\"", "\"\"", "{}",
                "{\"a\":0,\"b\":8}", "[]", "[2]", "[0,8]", "[4,8]", "[8,0]", "[0,8,8]", "[null,8]", "[[0],8]",
                "[0,9223372036854775807]", "[4294967296,4294967296]", "[\"0\",\"8\"]", "[{},{}]");
    }

    /** True when it opens. */
    private static boolean assertOpensOrIsRefused(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("fuzz", ".safetensors");
        try (SafetensorsFile weights = SafetensorsFile.open(Files.write(file, bytes))) {
            weights.names().forEach(name -> assertReadsOrIsRefused(weights, name));
            return true;
        } catch (WeightsException e) {
            assertThat(e).hasMessageStartingWith(file + ": ");
            return false;
        } finally {
            Files.delete(file);
        }
    }

    private static void assertReadsOrIsRefused(SafetensorsFile weights, String name) {
        try {
            StoredTensor tensor = weights.tensor(name);
            long elements = Arrays.stream(tensor.shape()).reduce(1, Math::multiplyExact);
            assertThat(StoredTensors.bytes(tensor).remaining()).isEqualTo((int) elements * tensor.type().bytes());
        } catch (WeightsException e) {
            assertThat(e).hasMessageContaining("tensor " + name + " is ").hasMessageContaining("supported are F32, F16, BF16");
        }
    }
}
