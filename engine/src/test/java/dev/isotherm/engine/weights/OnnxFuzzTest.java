package dev.isotherm.engine.weights;

import static dev.isotherm.engine.weights.OnnxFixture.floats;
import static dev.isotherm.engine.weights.OnnxFixture.node;
import static dev.isotherm.engine.weights.OnnxFixture.packed;
import static dev.isotherm.engine.weights.OnnxFixture.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.api.Test;

/** Whatever a stream holds, it is read or refused with a {@link WeightsException}; nothing else may come out. */
class OnnxFuzzTest {

    private static final byte[] VALID = OnnxFixture.model(
            node("MatMul", "product", "x", "factor"),
            node("Add", "sum", "product", "dense.bias"),
            floats("factor", new long[] {2, 2}, 1, 2, 3, 4),
            tensor("dense.bias", 1, packed(2), new byte[8]));

    /** One byte of the stream replaced. */
    record Mutation(int position, byte value) {}

    @Property(tries = 5000)
    void mutatedModelIsReadOrRefused(@ForAll @Size(min = 1, max = 6) List<@From("mutations") Mutation> mutations) {
        byte[] bytes = VALID.clone();
        mutations.forEach(mutation -> bytes[mutation.position] = mutation.value);
        assertIsReadOrRefused(bytes);
    }

    @Property
    void arbitraryBytesAreReadOrRefused(@ForAll @Size(max = 100) byte[] bytes) {
        assertIsReadOrRefused(bytes);
    }

    @Test
    void modelThatEndsEarlyIsRefusedWhereverItIsCut() {
        for (int length = 0; length < VALID.length; length++) {
            assertRefused(Arrays.copyOf(VALID, length));
        }
    }

    @Test
    void otherFilesAreRefused() {
        assertRefused("{\"model_type\": \"bert\"}".getBytes(StandardCharsets.UTF_8));
        assertRefused("version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.UTF_8));
        assertRefused("this is text, not a model".getBytes(StandardCharsets.UTF_8));
        assertRefused(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        assertRefused(new byte[1000]);
    }

    @Test
    void groupsNestedWithoutEndAreRefused() {
        byte[] groups = new byte[100_000];
        Arrays.fill(groups, (byte) 0x0B);
        assertRefused(groups);
    }

    @Test
    void lengthsBeyondAnyStreamAreRefused() {
        assertRefused(0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07);
        assertRefused(0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F);
        assertRefused(0x3A, 0x0A, 0x2A, 0x08, 0x4A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x00, 0x00);
    }

    @Provide
    Arbitrary<Mutation> mutations() {
        return Combinators.combine(Arbitraries.integers().between(0, VALID.length - 1), Arbitraries.bytes()).as(Mutation::new);
    }

    private static void assertRefused(int... bytes) {
        byte[] stream = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            stream[i] = (byte) bytes[i];
        }
        assertRefused(stream);
    }

    private static void assertRefused(byte[] bytes) {
        assertThatThrownBy(() -> read(bytes), "%d bytes", bytes.length)
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith("ONNX model: ");
    }

    private static void assertIsReadOrRefused(byte[] bytes) {
        try {
            OnnxWeights weights = read(bytes);
            List.copyOf(weights.names()).forEach(name -> assertThat(weights.tensor(name).name()).isEqualTo(name));
        } catch (WeightsException e) {
            assertThat(e.getMessage()).containsAnyOf("ONNX model: ", "tensor ");
        }
    }

    private static OnnxWeights read(byte[] bytes) {
        return OnnxWeights.read(new ByteArrayInputStream(bytes));
    }
}
