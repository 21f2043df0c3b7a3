package dev.isotherm.engine.weights;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The operands of pickle's instructions, read from a little-endian buffer; all throw {@link BufferUnderflowException} at its end. */
record PickleBytes(ByteBuffer bytes) {

    byte signedByte() {
        return bytes.get();
    }

    int unsignedByte() {
        return Byte.toUnsignedInt(bytes.get());
    }

    int unsignedShort() {
        return Short.toUnsignedInt(bytes.getShort());
    }

    int signedInt() {
        return bytes.getInt();
    }

    void skipLong() {
        bytes.getLong();
    }

    /** The one number that is big-endian. */
    double bigEndianDouble() {
        return Double.longBitsToDouble(Long.reverseBytes(bytes.getLong()));
    }

    /** A {@link Long}, or what is beyond it as a {@link BigInteger}, of so many bytes. */
    Object integer(int length) {
        byte[] bigEndian = new byte[length + 1];
        for (int i = length; i > 0; i--) {
            bigEndian[i] = bytes.get();
        }
        bigEndian[0] = (byte) (length == 0 ? 0 : bigEndian[1] >> 7);
        BigInteger value = new BigInteger(bigEndian);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    String text(int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] utf8 = new byte[length];
        bytes.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** What comes before the next line feed, which is passed too. */
    String line() {
        int length = 0;
        while (length < bytes.remaining() && bytes.get(bytes.position() + length) != '\n') {
            length++;
        }
        String line = text(length);
        bytes.get();
        return line;
    }
}
