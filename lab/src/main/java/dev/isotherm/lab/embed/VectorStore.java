package dev.isotherm.lab.embed;

import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.lab.data.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Vectors of one space on disk, by their text. After a {@link VectorFormat} header records are only ever appended, so that a run that
 * is broken off loses no more than the record it was writing. A record whose checksum is wrong is as good as not there: it is computed
 * and appended again. For one thread, and one run at a time.
 */
final class VectorStore implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final VectorFormat format;
    private final Map<TextKey, Long> records = new HashMap<>();
    private long end;

    private VectorStore(Path file, FileChannel channel, VectorFormat format) throws IOException {
        this.file = file;
        this.channel = channel;
        this.format = format;
        readHeader();
        readRecords();
    }

    /**
     * @param space name of the space, which is the file's name
     * @param dimensions D of its vectors
     * @throws DataException when the file cannot be used, holds something else, or another run uses it
     */
    static VectorStore open(Path folder, String space, int dimensions) {
        Path file = folder.resolve(space + ".vectors");
        try {
            Files.createDirectories(folder);
            return locked(file, FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE), new VectorFormat(dimensions));
        } catch (IOException e) {
            throw new DataException("%s cannot be opened for writing (%s); --cache names another folder"
                    .formatted(file, e.getClass().getSimpleName()));
        }
    }

    /** The lock goes with the channel. */
    private static VectorStore locked(Path file, FileChannel channel, VectorFormat format) throws IOException {
        try {
            if (lock(channel) == null) {
                throw new DataException("%s is in use by another run; wait for it or give this one another --cache".formatted(file));
            }
            return new VectorStore(file, channel, format);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** A file too short for a header was broken off before its first record. */
    private void readHeader() throws IOException {
        if (channel.size() < VectorFormat.HEADER_BYTES) {
            channel.truncate(0);
            write(format.header(), 0);
        }
        ByteBuffer header = ByteBuffer.allocate(VectorFormat.HEADER_BYTES);
        read(header, 0);
        if (!format.header().equals(header.flip())) {
            throw new DataException("%s holds no vectors of %d numbers; remove it or give another --cache"
                    .formatted(file, format.dimensions()));
        }
    }

    /** What was cut off in the middle of a record is dropped. */
    private void readRecords() throws IOException {
        long whole = (channel.size() - VectorFormat.HEADER_BYTES) / format.recordBytes();
        end = VectorFormat.HEADER_BYTES + whole * format.recordBytes();
        channel.truncate(end);
        ByteBuffer several = ByteBuffer.allocate(format.recordBytes() * VectorFormat.READ_TOGETHER);
        for (long at = VectorFormat.HEADER_BYTES; at < end; at += several.limit()) {
            several.clear().limit((int) Math.min(several.capacity(), end - at));
            read(several, at);
            for (int offset = 0; offset < several.limit(); offset += format.recordBytes()) {
                long record = at + offset;
                format.key(several.slice(offset, format.recordBytes())).ifPresent(key -> records.put(key, record));
            }
        }
    }

    boolean has(String text) {
        return records.containsKey(TextKey.of(text));
    }

    /** The vector of a text, [D], if it is there. */
    Optional<float[]> get(String text) {
        Long at = records.get(TextKey.of(text));
        if (at == null) {
            return Optional.empty();
        }
        try {
            ByteBuffer record = ByteBuffer.allocate(format.recordBytes());
            read(record, at);
            return Optional.of(format.vector(record.flip()));
        } catch (IOException e) {
            throw new DataException("%s cannot be read (%s)".formatted(file, e.getMessage()));
        }
    }

    /**
     * @param vector [D]
     */
    void put(String text, float[] vector) {
        if (vector.length != format.dimensions() || !Vectors.isFinite(vector)) {
            throw new IllegalArgumentException("a vector to be kept must have %d finite numbers".formatted(format.dimensions()));
        }
        TextKey key = TextKey.of(text);
        try {
            write(format.record(key, vector), end);
        } catch (IOException e) {
            throw new DataException("%s cannot be written (%s); is the disk full?".formatted(file, e.getMessage()));
        }
        records.put(key, end);
        end += format.recordBytes();
    }

    private void read(ByteBuffer into, long at) throws IOException {
        int start = into.position();
        while (into.hasRemaining()) {
            if (channel.read(into, at + into.position() - start) < 0) {
                throw new IOException("it ended early");
            }
        }
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes, at + bytes.position());
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new DataException("%s cannot be closed (%s)".formatted(file, e.getMessage()));
        }
    }
}
