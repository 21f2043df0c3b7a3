package dev.isotherm.engine.weights;

import java.util.Arrays;

/**
 * One tensor of a weight file.
 *
 * @param shape its dimensions, row-major; empty for a scalar
 * @param data its bytes, readable while the {@link Weights} are open
 */
public record StoredTensor(String name, StoredType type, long[] shape, TensorData data) {

    public StoredTensor {
        long expected = Shapes.byteSize("tensor " + name, type.bytes(), shape);
        if (data.size() != expected) {
            throw new WeightsException("tensor %s of shape %s as %s takes %d bytes, the file has %d"
                    .formatted(name, Arrays.toString(shape), type, expected, data.size()));
        }
    }
}
