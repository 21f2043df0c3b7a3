package dev.isotherm.engine.weights;

/** Where bytes lie in a file. */
record Extent(long begin, long bytes) {

    /** Whether it lies in the first bytes of that number. */
    boolean isWithin(long limit) {
        return begin >= 0 && bytes >= 0 && begin <= limit - bytes;
    }
}
