package dev.isotherm.engine.weights;

/**
 * Memory that tensors are views of, as a checkpoint claims it.
 *
 * @param key by which the file has its bytes
 */
record TorchStorage(TorchType type, String key, long elements) {

    /** More than any file has; in so many bits a place in a storage fits. */
    static final int ELEMENT_BITS = 43;

    TorchStorage {
        if (elements < 0 || elements >= 1L << ELEMENT_BITS) {
            throw new WeightsException("its storage %s claims %d elements".formatted(Shown.of(key), elements));
        }
    }

    long bytes() {
        return elements * type.bytes();
    }
}
