package dev.isotherm.lab.embed;

import dev.isotherm.lab.data.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Vectors of one space on disk, by their text. A record is 16 bytes of the text's SHA-256 and D float32 numbers; records are only ever
 * appended, so that a run that is broken off loses no more than the record it was writing.
 */
final class VectorStore implements AutoCloseable {

    private static final int KEY_BYTES = 16;

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;
    private final int dimensions;
    private final int recordBytes;
    private final Map<String, Long> records = new HashMap<>();

    private VectorStore(Path file, FileChannel channel, FileLock lock, int dimensions) throws IOException {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
        this.dimensions = dimensions;
        this.recordBytes = KEY_BYTES + dimensions * Float.BYTES;
        readKeys();
    }

    /**
     * @param space name of the space, which is the file's name
     * @throws DataException when the file cannot be used, or another run uses it
     */
    static VectorStore open(Path folder, String space, int dimensions) {
        Path file = folder.resolve(space + ".vectors");
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = locked(channel);
            if (lock == null) {
                channel.close();
                throw new DataException("%s is in use by another run; wait for it or give this one another --cache".formatted(file));
            }
            return new VectorStore(file, channel, lock, dimensions);
        } catch (IOException e) {
            throw new DataException("%s cannot be opened for writing; --cache names another folder".formatted(file));
        }
    }

    private static FileLock locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** What was cut off in the middle of a record is dropped. */
    private void readKeys() throws IOException {
        long whole = channel.size() / recordBytes * recordBytes;
        channel.truncate(whole);
        ByteBuffer key = ByteBuffer.allocate(KEY_BYTES);
        for (long at = 0; at < whole; at += recordBytes) {
            channel.read(key.clear(), at);
            records.put(HexFormat.of().formatHex(key.array()), at);
        }
    }

    boolean has(String text) {
        return records.containsKey(HexFormat.of().formatHex(key(text)));
    }

    /** The vector of a text, if it is there. */
    Optional<float[]> get(String text) {
        Long at = records.get(HexFormat.of().formatHex(key(text)));
        if (at == null) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.allocate(dimensions * Float.BYTES);
            while (bytes.hasRemaining() && channel.read(bytes, at + KEY_BYTES + bytes.position()) >= 0) {
                continue;
            }
            float[] vector = new float[dimensions];
            bytes.flip().asFloatBuffer().get(vector);
            return Optional.of(vector);
        } catch (IOException e) {
            throw new DataException("%s cannot be read".formatted(file));
        }
    }

    void put(String text, float[] vector) {
        byte[] key = key(text);
        ByteBuffer bytes = ByteBuffer.allocate(recordBytes).put(key);
        bytes.asFloatBuffer().put(vector);
        bytes.rewind();
        try {
            long at = channel.size();
            channel.position(at);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            records.put(HexFormat.of().formatHex(key), at);
        } catch (IOException e) {
            throw new DataException("%s cannot be written: is the disk full?".formatted(file));
        }
    }

    private static byte[] key(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(hash, KEY_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() {
        try (channel) {
            lock.release();
        } catch (IOException e) {
            throw new DataException("%s cannot be closed".formatted(file));
        }
    }
}
