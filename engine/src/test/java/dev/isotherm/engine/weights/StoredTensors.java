package dev.isotherm.engine.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Whole stored tensors in memory. */
public final class StoredTensors {

    private StoredTensors() {}

    /** All bytes of a tensor, little-endian. */
    public static ByteBuffer bytes(StoredTensor tensor) {
        ByteBuffer bytes = ByteBuffer.allocate((int) tensor.data().size()).order(ByteOrder.LITTLE_ENDIAN);
        tensor.data().read(0, bytes);
        return bytes.flip();
    }
}
