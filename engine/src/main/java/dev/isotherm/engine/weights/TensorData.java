package dev.isotherm.engine.weights;

import java.nio.ByteBuffer;

/** The bytes of a stored tensor, little-endian, read piece by piece so that no tensor is ever held twice. */
public interface TensorData {

    /** Number of bytes. */
    long size();

    /**
     * Fills the target from its position to its limit.
     *
     * @param position first byte to read; the target's remaining bytes from there on are whole elements and lie within {@link #size}
     * @throws WeightsException when the bytes cannot be read
     */
    void read(long position, ByteBuffer target);

    /** Bytes that are in memory already. */
    static TensorData of(ByteBuffer bytes) {
        ByteBuffer whole = bytes.asReadOnlyBuffer();
        return new TensorData() {
            @Override
            public long size() {
                return whole.remaining();
            }

            @Override
            public void read(long position, ByteBuffer target) {
                target.put(whole.slice(whole.position() + (int) position, target.remaining()));
            }
        };
    }
}
