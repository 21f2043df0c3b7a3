package dev.isotherm.engine.weights;

import dev.isotherm.engine.weights.SafetensorsHeader.Entry;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A safetensors file: eight bytes of header length, a JSON header, then the data. Only the header is read at once. The data is
 * read, not mapped; see docs/decisions/weights-are-read.md.
 */
public final class SafetensorsFile implements Weights {

    private final Path file;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final long dataStart;

    private SafetensorsFile(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        long headerBytes = headerLength();
        this.dataStart = Long.BYTES + headerBytes;
        byte[] json = read(Long.BYTES, (int) headerBytes).array();
        this.header = SafetensorsHeader.parse(file, json, channel.size() - dataStart);
    }

    /**
     * @throws WeightsException when the file is missing, truncated, or its header contradicts it
     */
    public static SafetensorsFile open(Path file) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            return new SafetensorsFile(file, channel);
        } catch (IOException e) {
            closeQuietly(channel);
            throw new WeightsException(file + ": cannot be read: " + e, e);
        } catch (WeightsException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    @Override
    public Set<String> names() {
        return header.entries().keySet();
    }

    @Override
    public StoredTensor tensor(String name) {
        Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new WeightsException("%s: has no tensor %s".formatted(file, name));
        }
        return new StoredTensor(name, type(entry), entry.shape(), data(entry));
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private StoredType type(Entry entry) {
        return switch (entry.type()) {
            case "F32" -> StoredType.FLOAT32;
            case "F16" -> StoredType.FLOAT16;
            case "BF16" -> StoredType.BFLOAT16;
            default -> throw new WeightsException("%s: tensor %s is %s, supported are F32, F16, BF16"
                    .formatted(file, entry.name(), entry.type()));
        };
    }

    private TensorData data(Entry entry) {
        return new TensorData() {
            @Override
            public long size() {
                return entry.end() - entry.begin();
            }

            @Override
            public void read(long position, ByteBuffer target) {
                try {
                    readFully(dataStart + entry.begin() + position, target);
                } catch (IOException e) {
                    throw new WeightsException("%s: tensor %s cannot be read: %s".formatted(file, entry.name(), e), e);
                }
            }
        };
    }

    private long headerLength() throws IOException {
        long available = channel.size() - Long.BYTES;
        if (available < 0) {
            throw new WeightsException("%s: has %d bytes, too few for a safetensors file".formatted(file, channel.size()));
        }
        long claimed = read(0, Long.BYTES).getLong(0);
        if (claimed < 0 || claimed > Math.min(available, SafetensorsHeader.MAX_BYTES)) {
            throw new WeightsException("%s: claims a header of %s bytes, the file has %d after the length"
                    .formatted(file, Long.toUnsignedString(claimed), available));
        }
        return claimed;
    }

    private ByteBuffer read(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        readFully(position, buffer);
        return buffer;
    }

    private void readFully(long position, ByteBuffer target) throws IOException {
        long next = position;
        while (target.hasRemaining()) {
            int count = channel.read(target, next);
            if (count < 0) {
                throw new EOFException("ends at byte " + next);
            }
            next += count;
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new WeightsException("closing failed: " + e, e);
        }
    }
}
