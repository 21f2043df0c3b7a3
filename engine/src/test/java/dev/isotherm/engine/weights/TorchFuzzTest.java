package dev.isotherm.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

/** Whatever a file holds, it opens or is refused with a {@link WeightsException}; nothing else may come out. */
class TorchFuzzTest {

    private static final List<byte[]> VALID = List.of(bytes("mixed.bin"), bytes("mixed-protocol-4.bin"), bytes("mixed-before-1.6.bin"),
            TorchFixture.of(PickleFixture.dict().tensor("w", "FloatStorage", "0", 4, 0, new long[] {2, 2}, 1, 2).endDict())
                    .storage("0", new byte[16]).with("m/byteorder", TorchFixture.ascii("little")).bytes());

    /** One byte of the file replaced; the place is a share of its length. */
    record Mutation(double place, byte value) {}

    @Property(tries = 3000)
    void mutatedFileOpensOrIsRefused(@ForAll("valid") byte[] valid, @ForAll @Size(min = 1, max = 6) List<@From("mutations") Mutation> mutations)
            throws IOException {
        byte[] bytes = valid.clone();
        mutations.forEach(mutation -> bytes[(int) (mutation.place * bytes.length)] = mutation.value);
        assertOpensOrIsRefused(bytes);
    }

    @Property
    void truncatedFileIsRefused(@ForAll("valid") byte[] valid, @ForAll("places") double place) throws IOException {
        assertThat(assertOpensOrIsRefused(Arrays.copyOf(valid, (int) (place * valid.length)))).isFalse();
    }

    @Property
    void fileWithAPartCutOutOpensOrIsRefused(@ForAll("valid") byte[] valid, @ForAll("places") double from, @ForAll("places") double share)
            throws IOException {
        int start = (int) (from * valid.length);
        int rest = (int) (share * (valid.length - start));
        byte[] bytes = Arrays.copyOf(valid, start + rest);
        System.arraycopy(valid, valid.length - rest, bytes, start, rest);
        assertOpensOrIsRefused(bytes);
    }

    @Property
    void arbitraryBytesOpenOrAreRefused(@ForAll @Size(max = 200) byte[] bytes, @ForAll("signatures") byte[] signature) throws IOException {
        byte[] signed = Arrays.copyOf(signature, signature.length + bytes.length);
        System.arraycopy(bytes, 0, signed, signature.length, bytes.length);
        assertOpensOrIsRefused(signed);
    }

    /** Every instruction is well-formed; what it is given is whatever the others left. */
    @Property(tries = 10_000)
    void instructionsInAnyOrderAreCarriedOutOrRefused(@ForAll @Size(max = 60) List<@From("instructions") byte[]> instructions) {
        PickleFixture pickle = PickleFixture.pickle();
        for (byte[] instruction : instructions) {
            for (byte code : instruction) {
                pickle.code(code);
            }
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(pickle.stop()).order(ByteOrder.LITTLE_ENDIAN);
            TorchStateDict.of(new PickleReader(bytes, new TorchObjects()).read(), Map.of("0", new Extent(0, 8)));
        } catch (WeightsException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Provide
    Arbitrary<byte[]> valid() {
        return Arbitraries.of(VALID);
    }

    @Provide
    Arbitrary<Double> places() {
        return Arbitraries.doubles().between(0, true, 1, false);
    }

    @Provide
    Arbitrary<Mutation> mutations() {
        Arbitrary<Byte> telling = Arbitraries.of("\0\1\2\u007f\u0080\u00ff.(tRhqcXQu}]b".chars().mapToObj(c -> (byte) c).toList());
        return Combinators.combine(places(), Arbitraries.oneOf(telling, Arbitraries.bytes())).as(Mutation::new);
    }

    @Provide
    Arbitrary<byte[]> signatures() {
        return Arbitraries.of(new byte[0], new byte[] {'P', 'K', 3, 4}, new byte[] {(byte) 0x80, 2}, Arrays.copyOf(VALID.get(2), 15));
    }

    @Provide
    Arbitrary<byte[]> instructions() {
        byte[] known = {'(', ')', 't', 'R', 'Q', 'b', ']', 'a', 'e', '}', 's', 'u', 'N', (byte) 0x85, (byte) 0x86, (byte) 0x87, (byte) 0x88,
            (byte) 0x94, (byte) 0x93};
        Arbitrary<byte[]> single = Arbitraries.integers().between(0, known.length - 1).map(i -> new byte[] {known[i]});
        Arbitrary<byte[]> operands = Arbitraries.of(
                new byte[] {'K', 0}, new byte[] {'K', 1}, new byte[] {'J', -1, -1, -1, -1}, new byte[] {(byte) 0x8a, 8, 0, 0, 0, 0, 0, 0, 0, 127},
                new byte[] {'q', 0}, new byte[] {'h', 0}, new byte[] {'q', 1}, new byte[] {'h', 1}, new byte[] {(byte) 0x8c, 1, '0'},
                TorchFixture.ascii("X\7\0\0\0storage"), TorchFixture.ascii("X\t\0\0\0_metadata"), TorchFixture.ascii("ctorch\nFloatStorage\n"),
                TorchFixture.ascii("ccollections\nOrderedDict\n"), TorchFixture.ascii("ctorch._utils\n_rebuild_tensor_v2\n"),
                TorchFixture.ascii("ctorch._utils\n_rebuild_parameter\n"));
        Arbitrary<byte[]> storage = Arbitraries.of(TorchFixture.ascii("(X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0000X\3\0\0\0cpuK\2tQ"));
        return Arbitraries.frequencyOf(Tuple.of(3, single), Tuple.of(3, operands), Tuple.of(1, storage));
    }

    private static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(TorchFixture.resource(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True when it opens. */
    private static boolean assertOpensOrIsRefused(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("fuzz", ".bin");
        try (TorchCheckpoint weights = TorchCheckpoint.open(Files.write(file, bytes))) {
            weights.names().forEach(name -> assertReadsOrIsRefused(weights, name, bytes.length));
            return true;
        } catch (WeightsException e) {
            assertThat(e).hasMessageStartingWith(file + ": ");
            return false;
        } finally {
            Files.delete(file);
        }
    }

    private static void assertReadsOrIsRefused(TorchCheckpoint weights, String name, int fileBytes) {
        try {
            StoredTensor tensor = weights.tensor(name);
            assertThat(tensor.data().size()).isLessThanOrEqualTo(fileBytes);
            long elements = Arrays.stream(tensor.shape()).reduce(1, Math::multiplyExact);
            assertThat(StoredTensors.bytes(tensor).remaining()).isEqualTo((int) elements * tensor.type().bytes());
        } catch (WeightsException e) {
            assertThat(e).hasMessageContaining("tensor " + name + " is in a ").hasMessageContaining("supported are FloatStorage");
        }
    }
}
