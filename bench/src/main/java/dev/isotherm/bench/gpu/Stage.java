package dev.isotherm.bench.gpu;

/**
 * One kernel of a forward pass on a GPU.
 *
 * @param times how often a pass runs it
 * @param flops of one run, a product and a sum counting as two; those of element-wise kernels are not counted
 * @param bytes that one run reads and writes
 */
record Stage(String name, int times, double flops, double bytes) {

    /** Bytes of an element in half precision. */
    private static final double HALF = 2;

    /** {@code x·Wᵀ} for x [rows, in], W [out, in]. */
    static Stage product(String name, int times, double rows, double in, double out) {
        return new Stage(name, times, 2 * rows * in * out, HALF * (rows * in + in * out + rows * out));
    }

    /** A kernel that reads and writes so many elements, and computes little. */
    static Stage pass(String name, int times, double elements) {
        return new Stage(name, times, 0, HALF * elements);
    }

    /** Attention over sequences of n tokens; scores never leave the chip. */
    static Stage attention(int times, double tokens, double n, double hidden) {
        return new Stage("attention", times, 4 * tokens * n * hidden, HALF * 4 * tokens * hidden);
    }

    /** Seconds of all runs if the device did nothing but what bounds it. */
    double seconds(Gpu gpu) {
        return times * Math.max(flops / gpu.flopsPerSecond(), bytes / gpu.bytesPerSecond());
    }

    boolean boundByCompute(Gpu gpu) {
        return flops / gpu.flopsPerSecond() > bytes / gpu.bytesPerSecond();
    }
}
