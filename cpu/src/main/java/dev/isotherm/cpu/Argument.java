package dev.isotherm.cpu;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** A kernel's argument: a struct of fields of eight bytes. */
final class Argument implements AutoCloseable {

    private final Memory struct;

    private Argument(Memory struct) {
        this.struct = struct;
    }

    /** With these fields: Long, Double, Pointer, or null for no address. */
    static Argument of(Object... fields) {
        Memory struct = new Memory((long) fields.length * Long.BYTES);
        long offset = 0;
        for (Object field : fields) {
            if (field instanceof Long number) {
                struct.setLong(offset, number);
            } else if (field instanceof Double number) {
                struct.setDouble(offset, number);
            } else {
                struct.setPointer(offset, (Pointer) field);
            }
            offset += Long.BYTES;
        }
        return new Argument(struct);
    }

    Pointer pointer() {
        return struct;
    }

    @Override
    public void close() {
        struct.close();
    }
}
