package dev.isotherm.engine.weights;

import java.util.Arrays;

/**
 * A view of a storage, as a checkpoint claims it.
 *
 * @param offset elements of the storage before the first
 * @param strides elements from one to the next along each dimension of the shape
 */
record TorchTensor(TorchStorage storage, long offset, long[] shape, long[] strides) {

    static final int MAX_DIMENSIONS = 8;

    /** Number of bytes, one element after the other. */
    long bytes() {
        return Shapes.byteSize("a tensor", storage.type().bytes(), shape);
    }

    /** Whether its elements lie in the storage in the order of the shape. */
    boolean isContiguous() {
        long expected = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            if (shape[i] != 1 && strides[i] != expected) {
                return false;
            }
            expected *= shape[i];
        }
        return true;
    }

    /**
     * @throws WeightsException when an element would lie outside of the storage, or there would be more of them than the storage has
     */
    void requireWithinStorage(String name) {
        if (bytes() > storage.bytes() || offset < 0 || !reachesNoFurtherThan(storage.elements())) {
            throw new WeightsException("tensor %s of shape %s with strides %s from element %d does not fit its storage of %d elements".formatted(
                    Shown.of(name), Arrays.toString(shape), Arrays.toString(strides), offset, storage.elements()));
        }
    }

    private boolean reachesNoFurtherThan(long elements) {
        if (bytes() == 0) {
            return offset <= elements;
        }
        long last = offset;
        for (int i = 0; i < shape.length; i++) {
            // Divided, since a product may be beyond any number.
            if (strides[i] < 0 || shape[i] > 1 && strides[i] > (elements - last) / (shape[i] - 1)) {
                return false;
            }
            last += (shape[i] - 1) * strides[i];
        }
        return last < elements;
    }
}
