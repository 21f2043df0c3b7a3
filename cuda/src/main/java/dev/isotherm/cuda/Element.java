package dev.isotherm.cuda;

/** The type of activations and weights that a kernel is compiled for. All compute in float32. */
public enum Element {
    FLOAT32(4),
    FLOAT16(2),
    BFLOAT16(2);

    private static final int ACCESS_BYTES = 16;

    private final int bytes;

    Element(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Elements of one 16-byte access: {@code VECTOR} in {@code elements.cuh}. */
    int vector() {
        return ACCESS_BYTES / bytes;
    }

    /** The option that makes a kernel one for this type. */
    String define() {
        return "-DELEMENT_" + name();
    }
}
