package dev.isotherm.engine.pooling;

/**
 * Vectors of length 1 in fewer bits. A component of such a vector in D dimensions is about 1/√D: the scale of 8-bit numbers is the same
 * for all vectors, so that products of two of them rank as the vectors' own do.
 */
public final class Quantization {

    /** The components that an 8-bit number reaches, in multiples of 1/√D; see docs/decisions/int8-vectors.md. */
    private static final double REACH = 8;

    private Quantization() {}

    /** Rounded to -127 … 127, where 127 stands for 8/√D and more. */
    public static byte[] int8(float[] vector) {
        double scale = Byte.MAX_VALUE * Math.sqrt(vector.length) / REACH;
        byte[] quantized = new byte[vector.length];
        for (int i = 0; i < vector.length; i++) {
            quantized[i] = (byte) Math.max(-Byte.MAX_VALUE, Math.min(Byte.MAX_VALUE, Math.round(vector[i] * scale)));
        }
        return quantized;
    }

    /**
     * A bit a component, 1 where it is above zero, the first in the highest bit of the first byte, as NumPy packs them; zeros fill the
     * last byte.
     */
    public static byte[] binary(float[] vector) {
        byte[] packed = new byte[(vector.length + 7) / 8];
        for (int i = 0; i < vector.length; i++) {
            if (vector[i] > 0) {
                packed[i / 8] |= (byte) (0x80 >>> i % 8);
            }
        }
        return packed;
    }
}
