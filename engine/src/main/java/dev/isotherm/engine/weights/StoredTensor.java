package dev.isotherm.engine.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One tensor of a weight file.
 *
 * @param shape its dimensions, row-major; empty for a scalar
 * @param data its bytes, little-endian, position 0 to limit; read-only, valid while the {@link Weights} are open
 */
public record StoredTensor(String name, StoredType type, long[] shape, ByteBuffer data) {

    public StoredTensor {
        long expected = Shapes.byteSize("tensor " + name, type.bytes(), shape);
        if (data.remaining() != expected) {
            throw new WeightsException("tensor %s of shape %s as %s takes %d bytes, the file has %d"
                    .formatted(name, Arrays.toString(shape), type, expected, data.remaining()));
        }
    }
}
