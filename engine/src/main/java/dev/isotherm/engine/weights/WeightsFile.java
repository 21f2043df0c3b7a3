package dev.isotherm.engine.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of weights, read and not mapped; see docs/decisions/weights-are-read.md. */
final class WeightsFile implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;

    private WeightsFile(Path path) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    /** Makes weights of an open file. */
    interface Parser<W> {
        W parse(WeightsFile file) throws IOException;
    }

    /**
     * The weights that the parser makes, which close the file; it is closed when there are none.
     *
     * @throws WeightsException when the file cannot be read, and what the parser throws
     */
    static <W> W open(Path path, Parser<W> parser) {
        WeightsFile file = null;
        try {
            file = new WeightsFile(path);
            return parser.parse(file);
        } catch (IOException e) {
            closeQuietly(file);
            throw new WeightsException(path + ": cannot be read: " + e, e);
        } catch (WeightsException e) {
            closeQuietly(file);
            throw e;
        }
    }

    Path path() {
        return path;
    }

    /** Number of bytes. */
    long size() throws IOException {
        return channel.size();
    }

    /** So many bytes from there on, little-endian. */
    ByteBuffer read(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        fill(position, buffer);
        return buffer.flip();
    }

    /** The bytes of a tensor that lie there one after the other. */
    TensorData data(String tensor, long begin, long size) {
        return new TensorData() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public void read(long position, ByteBuffer target) {
                fill(tensor, begin + position, target);
            }
        };
    }

    /** Fills the target with bytes of a tensor from there on. */
    void fill(String tensor, long position, ByteBuffer target) {
        try {
            fill(position, target);
        } catch (IOException e) {
            throw new WeightsException("%s: tensor %s cannot be read: %s".formatted(path, tensor, e), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new WeightsException("closing failed: " + e, e);
        }
    }

    private void fill(long position, ByteBuffer target) throws IOException {
        long next = position;
        while (target.hasRemaining()) {
            int count = channel.read(target, next);
            if (count < 0) {
                throw new EOFException("ends at byte " + next);
            }
            next += count;
        }
    }

    private static void closeQuietly(WeightsFile file) {
        if (file != null) {
            file.close();
        }
    }
}
