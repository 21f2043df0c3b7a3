package dev.isotherm.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint beyond 4 GiB, whose sizes and places only zip64 can say; it takes no room on disk, since its storage is a hole. */
class LargeZipTest {

    private static final long ELEMENTS = (1L << 30) + 5;
    private static final long BYTES = ELEMENTS * Float.BYTES;

    @Test
    void entriesBeyondFourGibibytesAreRead(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("pytorch_model.bin");
        byte[] pickle = PickleFixture.dict()
                .tensor("large", "FloatStorage", "0", ELEMENTS, 0, new long[] {ELEMENTS}, 1)
                .tensor("behind", "FloatStorage", "1", 1, 0, new long[0]).endDict();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            write(channel, pickle);
        }
        try (Weights weights = TorchCheckpoint.open(file)) {
            assertThat(StoredTensors.bytes(weights.tensor("behind")).getFloat()).isEqualTo(7);
            ByteBuffer last = ByteBuffer.allocate(2 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            weights.tensor("large").data().read(BYTES - 2 * Float.BYTES, last);
            assertThat(last.flip().getFloat()).isZero();
            assertThat(last.getFloat()).isEqualTo(3);
        }
    }

    private static void write(FileChannel channel, byte[] pickle) throws IOException {
        ByteBuffer directory = buffer(1000);
        channel.write(localHeader("m/data/0"));
        directory.put(entry("m/data/0", BYTES, 0));
        channel.write(ByteBuffer.wrap(SafetensorsFixture.floats(3)), channel.position() + BYTES - Float.BYTES);
        append(channel, directory, "m/data/1", SafetensorsFixture.floats(7));
        append(channel, directory, "m/data.pkl", pickle);
        long begin = channel.size();
        channel.write(directory.flip(), begin);
        channel.write(end(begin, directory.limit()), channel.size());
    }

    private static void append(FileChannel channel, ByteBuffer directory, String name, byte[] contents) throws IOException {
        directory.put(entry(name, contents.length, channel.size()));
        channel.write(localHeader(name), channel.size());
        channel.write(ByteBuffer.wrap(contents), channel.size());
    }

    private static ByteBuffer localHeader(String name) {
        return buffer(30 + name.length()).putInt(0x04034b50).putShort(26, (short) name.length())
                .put(30, TorchFixture.ascii(name)).position(0);
    }

    /** With each number that needs it in the extra field, of which something else is before it. */
    private static ByteBuffer entry(String name, long size, long place) {
        ByteBuffer extra = buffer(100).putShort((short) 0x5455).putShort((short) 1).put((byte) 0).putShort((short) 1).putShort((short) 0);
        boolean large = size >= 0xFFFFFFFFL;
        boolean far = place >= 0xFFFFFFFFL;
        if (large) {
            extra.putLong(size).putLong(size);
        }
        if (far) {
            extra.putLong(place);
        }
        extra.putShort(7, (short) (extra.position() - 9)).flip();
        return buffer(46 + name.length() + extra.limit()).putInt(0x02014b50)
                .putInt(20, large ? -1 : (int) size).putInt(24, large ? -1 : (int) size)
                .putShort(28, (short) name.length()).putShort(30, (short) extra.limit()).putInt(42, far ? -1 : (int) place)
                .position(46).put(TorchFixture.ascii(name)).put(extra).flip();
    }

    private static ByteBuffer end(long begin, long length) {
        return buffer(56 + 20 + 22)
                .putInt(0, 0x06064b50).putLong(4, 44).putLong(24, 3).putLong(32, 3).putLong(40, length).putLong(48, begin)
                .putInt(56, 0x07064b50).putLong(64, begin + length).putInt(72, 1)
                .putInt(76, 0x06054b50).putShort(84, (short) -1).putShort(86, (short) -1).putInt(88, -1).putInt(92, -1);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
