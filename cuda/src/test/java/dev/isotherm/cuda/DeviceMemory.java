package dev.isotherm.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Stands for a device's memory: buffers at made-up addresses that an emulated kernel finds again. */
final class DeviceMemory {

    private static final int OFFSET_BITS = 40;

    private final List<byte[]> buffers = new ArrayList<>();

    /** Everything freed, for the next case in the same process. */
    void clear() {
        buffers.clear();
    }

    /** Numbers in the element type, rounded if need be. */
    long elements(float[] values, Element element) {
        return add(Rounding.encode(values, element));
    }

    long floats(float... values) {
        return add(Rounding.encode(values, Element.FLOAT32));
    }

    long ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return add(bytes.array());
    }

    private long add(byte[] buffer) {
        buffers.add(buffer);
        return (long) buffers.size() << OFFSET_BITS;
    }

    float[] elementsAt(long address, Element element) {
        return Rounding.decode(buffers.get(buffer(address)), element);
    }

    float[] floatsAt(long address) {
        return elementsAt(address, Element.FLOAT32);
    }

    int[] intsAt(long address) {
        ByteBuffer bytes = ByteBuffer.wrap(buffers.get(buffer(address))).order(ByteOrder.LITTLE_ENDIAN);
        int[] values = new int[bytes.capacity() / 4];
        bytes.asIntBuffer().get(values);
        return values;
    }

    /** The buffer's number, -1 for null. */
    static int buffer(long address) {
        return (int) (address >>> OFFSET_BITS) - 1;
    }

    static long offset(long address) {
        return address & (1L << OFFSET_BITS) - 1;
    }

    List<byte[]> buffers() {
        return buffers;
    }
}
