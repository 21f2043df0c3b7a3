package dev.isotherm.engine.weights;

import java.util.Arrays;

/** Arithmetic on tensor shapes that a file claims, which may be anything. */
final class Shapes {

    private Shapes() {}

    /**
     * @throws WeightsException when a tensor of this shape could not exist
     */
    static long byteSize(int elementBytes, long[] shape) {
        try {
            long size = elementBytes;
            for (long dimension : shape) {
                size = Math.multiplyExact(size, dimension);
            }
            return size;
        } catch (ArithmeticException e) {
            throw new WeightsException("shape " + Arrays.toString(shape) + " is too large for any file", e);
        }
    }
}
