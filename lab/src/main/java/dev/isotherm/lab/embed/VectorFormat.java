package dev.isotherm.lab.embed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The layout of a {@link VectorStore}'s file, big-endian. Header: {@code ISOVEC01}, int32 D. Record: 16 bytes of {@link TextKey},
 * D float32, int32 CRC-32C of all before it.
 *
 * @param dimensions D
 */
record VectorFormat(int dimensions) {

    /** The digits are the layout's version. */
    private static final byte[] MAGIC = "ISOVEC01".getBytes(StandardCharsets.US_ASCII);

    static final int HEADER_BYTES = MAGIC.length + Integer.BYTES;

    /** Records that are read at once when a file is opened. */
    static final int READ_TOGETHER = 256;

    int recordBytes() {
        return TextKey.BYTES + dimensions * Float.BYTES + Integer.BYTES;
    }

    ByteBuffer header() {
        return ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putInt(dimensions).flip();
    }

    /** From its start to its end. */
    ByteBuffer record(TextKey key, float[] vector) {
        ByteBuffer record = ByteBuffer.allocate(recordBytes()).putLong(key.high()).putLong(key.low());
        for (float component : vector) {
            record.putFloat(component);
        }
        return record.putInt(checksum(record.duplicate().flip())).flip();
    }

    /** The key of a record that is whole. */
    Optional<TextKey> key(ByteBuffer record) {
        int sum = record.getInt(recordBytes() - Integer.BYTES);
        return sum == checksum(record.slice(0, recordBytes() - Integer.BYTES))
                ? Optional.of(new TextKey(record.getLong(0), record.getLong(Long.BYTES)))
                : Optional.empty();
    }

    float[] vector(ByteBuffer record) {
        float[] vector = new float[dimensions];
        record.position(TextKey.BYTES).asFloatBuffer().get(vector);
        return vector;
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
