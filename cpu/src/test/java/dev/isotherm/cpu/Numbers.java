package dev.isotherm.cpu;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.Random;

/** Numbers in native memory, in float32 or bfloat16. */
record Numbers(Memory memory, int count, boolean bfloat16) implements AutoCloseable {

    static Numbers of(float[] values, boolean bfloat16) {
        Numbers numbers = new Numbers(new Memory(Math.max(1, values.length) * 4L), values.length, bfloat16);
        for (int i = 0; i < values.length; i++) {
            if (bfloat16) {
                numbers.memory.setShort(2L * i, (short) (Float.floatToRawIntBits(values[i]) >>> 16));
            } else {
                numbers.memory.setFloat(4L * i, values[i]);
            }
        }
        return numbers;
    }

    /** Normally distributed, and such that bfloat16 holds them exactly where it is asked for. */
    static float[] random(int count, long seed, boolean bfloat16) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            float value = (float) random.nextGaussian();
            values[i] = bfloat16 ? Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xffff0000) : value;
        }
        return values;
    }

    float[] values() {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = bfloat16 ? Float.intBitsToFloat(memory.getShort(2L * i) << 16) : memory.getFloat(4L * i);
        }
        return values;
    }

    long address() {
        return Pointer.nativeValue(memory);
    }

    @Override
    public void close() {
        memory.close();
    }
}
