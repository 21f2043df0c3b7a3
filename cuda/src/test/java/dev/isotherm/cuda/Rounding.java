package dev.isotherm.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/**
 * Element types in Java, by arithmetic on values rather than on bits, so that it shares nothing with the kernels: a number's
 * neighbours are multiples of its unit in the last place, and {@link Math#rint} chooses the even one of two as near.
 */
final class Rounding {

    private Rounding() {}

    static float[] random(int count, long seed, Element element) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = round((float) random.nextGaussian(), element);
        }
        return values;
    }

    /** The nearest number that the type has. */
    static float round(float x, Element element) {
        return switch (element) {
            case FLOAT32 -> x;
            case FLOAT16 -> nearest(x, 10, -14, 65504);
            case BFLOAT16 -> nearest(x, 7, -126, Float.MAX_VALUE);
        };
    }

    private static float nearest(float x, int fractionBits, int minExponent, float greatest) {
        if (x == 0 || Float.isNaN(x) || Float.isInfinite(x)) {
            return x;
        }
        double unit = Math.scalb(1.0, Math.max(Math.getExponent(x), minExponent) - fractionBits);
        double rounded = Math.rint(x / unit) * unit;
        double limit = fractionBits == 10 ? greatest : Double.MAX_VALUE;
        return Math.abs(rounded) > limit ? Math.copySign(Float.POSITIVE_INFINITY, x) : (float) rounded;
    }

    static byte[] encode(float[] values, Element element) {
        ByteBuffer bytes = ByteBuffer.allocate(element.bytes() * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            switch (element) {
                case FLOAT32 -> bytes.putFloat(value);
                case FLOAT16 -> bytes.putShort(float16Bits(round(value, element)));
                case BFLOAT16 -> bytes.putShort((short) (Float.floatToRawIntBits(round(value, element)) >>> 16));
            }
        }
        return bytes.array();
    }

    /** Of a number that float16 has. */
    private static short float16Bits(float x) {
        int sign = Float.floatToRawIntBits(x) >>> 16 & 0x8000;
        float magnitude = Math.abs(x);
        if (Float.isNaN(x) || Float.isInfinite(x)) {
            return (short) (sign | 0x7c00 | (Float.isNaN(x) ? 0x3ff : 0));
        }
        int exponent = Math.getExponent(magnitude);
        if (exponent < -14) {
            return (short) (sign | (int) Math.scalb(magnitude, 24));
        }
        return (short) (sign | exponent + 15 << 10 | (int) Math.scalb(magnitude, 10 - exponent) - 1024);
    }

    static float[] decode(byte[] encoded, Element element) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[encoded.length / element.bytes()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (element) {
                case FLOAT32 -> bytes.getFloat();
                case FLOAT16 -> float16(bytes.getShort());
                case BFLOAT16 -> Float.intBitsToFloat(bytes.getShort() << 16);
            };
        }
        return values;
    }

    static float float16(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float sign = bits < 0 ? -1 : 1;
        if (exponent == 0x1f) {
            return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
        }
        return sign * (exponent == 0 ? Math.scalb((float) fraction, -24) : Math.scalb(1024f + fraction, exponent - 25));
    }
}
