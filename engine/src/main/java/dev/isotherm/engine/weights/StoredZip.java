package dev.isotherm.engine.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The directory of a zip file whose entries are stored as they are, so that a part of one can be read where it lies. Every entry
 * lies within the file; zip64 is known, compression is refused.
 */
final class StoredZip {

    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int DIRECTORY_ENTRY = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END_ZIP64 = 0x06064b50;
    private static final int LOCATOR_ZIP64 = 0x07064b50;

    private static final int LOCAL_HEADER_BYTES = 30;
    private static final int DIRECTORY_ENTRY_BYTES = 46;
    private static final int END_BYTES = 22;
    private static final int END_ZIP64_BYTES = 56;
    private static final int LOCATOR_ZIP64_BYTES = 20;

    private static final int EXTRA_ZIP64 = 1;
    private static final long IN_EXTRA = 0xFFFFFFFFL;
    private static final int ENCRYPTED = 1;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final int MAX_DIRECTORY = 16 << 20;

    private final WeightsFile file;
    private final Map<String, Extent> entries = new LinkedHashMap<>();

    private StoredZip(WeightsFile file) {
        this.file = file;
    }

    static boolean isZip(ByteBuffer start) {
        return start.remaining() >= Integer.BYTES && start.getInt(0) == LOCAL_HEADER;
    }

    /**
     * @return where the contents of each entry lie, by name
     * @throws WeightsException when the directory is missing, broken, or contradicts the file
     */
    static Map<String, Extent> entries(WeightsFile file) throws IOException {
        StoredZip zip = new StoredZip(file);
        Extent directory = zip.directory();
        if (directory.bytes() > MAX_DIRECTORY) {
            throw new WeightsException("its zip directory has %d bytes, at most %d are read".formatted(directory.bytes(), MAX_DIRECTORY));
        }
        ByteBuffer bytes = file.read(directory.begin(), (int) directory.bytes());
        while (bytes.hasRemaining()) {
            zip.add(bytes, directory.begin());
        }
        return zip.entries;
    }

    private Extent directory() throws IOException {
        long size = file.size();
        int length = (int) Math.min(size, END_BYTES + MAX_COMMENT);
        ByteBuffer tail = file.read(size - length, length);
        for (int at = length - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END && Short.toUnsignedInt(tail.getShort(at + 20)) == length - at - END_BYTES) {
                return directory(tail, at, size - length + at);
            }
        }
        throw new WeightsException("is a zip file without its directory, which is at the end; it is truncated");
    }

    /** Writers that prepare for large files keep the numbers in a record of zip64, which a locator before the end leads to. */
    private Extent directory(ByteBuffer tail, int at, long end) throws IOException {
        Extent plain = new Extent(Integer.toUnsignedLong(tail.getInt(at + 16)), Integer.toUnsignedLong(tail.getInt(at + 12)));
        if (end < LOCATOR_ZIP64_BYTES) {
            return within(plain, end);
        }
        ByteBuffer locator = file.read(end - LOCATOR_ZIP64_BYTES, LOCATOR_ZIP64_BYTES);
        if (locator.getInt(0) != LOCATOR_ZIP64) {
            return within(plain, end);
        }
        Extent record = within(new Extent(locator.getLong(8), END_ZIP64_BYTES), end);
        ByteBuffer large = file.read(record.begin(), END_ZIP64_BYTES);
        if (large.getInt(0) != END_ZIP64) {
            throw broken();
        }
        return within(new Extent(large.getLong(48), large.getLong(40)), record.begin());
    }

    private void add(ByteBuffer directory, long limit) throws IOException {
        if (directory.remaining() < DIRECTORY_ENTRY_BYTES || directory.getInt(directory.position()) != DIRECTORY_ENTRY) {
            throw broken();
        }
        ByteBuffer entry = part(directory, DIRECTORY_ENTRY_BYTES);
        byte[] name = new byte[Short.toUnsignedInt(entry.getShort(28))];
        part(directory, name.length).get(name);
        ByteBuffer extra = part(directory, Short.toUnsignedInt(entry.getShort(30)));
        part(directory, Short.toUnsignedInt(entry.getShort(32)));
        add(new String(name, StandardCharsets.UTF_8), entry, extra, limit);
    }

    private void add(String name, ByteBuffer entry, ByteBuffer extra, long limit) throws IOException {
        ByteBuffer large = zip64(extra);
        long size = number(entry, 24, large);
        long stored = number(entry, 20, large);
        long header = number(entry, 42, large);
        if (entry.getShort(10) != 0 || (entry.getShort(8) & ENCRYPTED) != 0 || size != stored) {
            throw new WeightsException("its entry %s is compressed or encrypted; only entries stored as they are can be read"
                    .formatted(Shown.of(name)));
        }
        if (entries.put(name, contents(header, size, limit)) != null) {
            throw new WeightsException("its entry %s is there twice".formatted(Shown.of(name)));
        }
    }

    /** The name and padding before the contents are as long as the local header says; the directory's may differ. */
    private Extent contents(long header, long size, long limit) throws IOException {
        ByteBuffer local = file.read(within(new Extent(header, LOCAL_HEADER_BYTES), limit).begin(), LOCAL_HEADER_BYTES);
        if (local.getInt(0) != LOCAL_HEADER) {
            throw broken();
        }
        int before = LOCAL_HEADER_BYTES + Short.toUnsignedInt(local.getShort(26)) + Short.toUnsignedInt(local.getShort(28));
        return within(new Extent(header + before, size), limit);
    }

    private static ByteBuffer zip64(ByteBuffer extra) {
        while (extra.remaining() >= 2 * Short.BYTES) {
            int id = Short.toUnsignedInt(extra.getShort());
            ByteBuffer field = part(extra, Short.toUnsignedInt(extra.getShort()));
            if (id == EXTRA_ZIP64) {
                return field;
            }
        }
        return part(extra, 0);
    }

    /** A number that four bytes are too few for comes next in the extra field. */
    private static long number(ByteBuffer entry, int at, ByteBuffer large) {
        long number = Integer.toUnsignedLong(entry.getInt(at));
        if (number != IN_EXTRA) {
            return number;
        }
        return part(large, Long.BYTES).getLong(0);
    }

    private static ByteBuffer part(ByteBuffer from, int length) {
        if (length > from.remaining()) {
            throw broken();
        }
        ByteBuffer part = from.slice(from.position(), length).order(from.order());
        from.position(from.position() + length);
        return part;
    }

    private static Extent within(Extent extent, long limit) {
        if (!extent.isWithin(limit)) {
            throw new WeightsException("its zip directory names bytes that the file does not have; it is truncated or broken");
        }
        return extent;
    }

    private static WeightsException broken() {
        return new WeightsException("its zip directory is broken");
    }
}
