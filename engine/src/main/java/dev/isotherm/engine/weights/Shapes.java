package dev.isotherm.engine.weights;

import java.util.Arrays;

/** Arithmetic on tensor shapes that a file claims, which may be anything. */
final class Shapes {

    private Shapes() {}

    /**
     * @param owner whose shape it is, for messages
     * @throws WeightsException when a tensor of this shape could not exist
     */
    static long byteSize(String owner, int elementBytes, long[] shape) {
        try {
            long size = elementBytes;
            for (long dimension : shape) {
                if (dimension < 0) {
                    throw new WeightsException("%s: shape %s has a negative dimension".formatted(owner, Arrays.toString(shape)));
                }
                size = Math.multiplyExact(size, dimension);
            }
            return size;
        } catch (ArithmeticException e) {
            throw new WeightsException("%s: shape %s is too large for any file".formatted(owner, Arrays.toString(shape)), e);
        }
    }
}
