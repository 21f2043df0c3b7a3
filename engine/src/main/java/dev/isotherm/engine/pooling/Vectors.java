package dev.isotherm.engine.pooling;

import java.util.Arrays;

/** What happens to a pooled vector before it leaves: plain Java, no natives. */
public final class Vectors {

    private Vectors() {}

    /** The first {@code dimensions} components (matryoshka); the same array when that is all of them. */
    public static float[] firstDimensions(float[] vector, int dimensions) {
        return dimensions == vector.length ? vector : Arrays.copyOf(vector, dimensions);
    }

    /** The vector divided by its Euclidean length, as a new array; a zero vector stays zero. */
    public static float[] normalized(float[] vector) {
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        double scale = squares == 0 ? 0 : 1 / Math.sqrt(squares);
        float[] normalized = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            normalized[i] = (float) (vector[i] * scale);
        }
        return normalized;
    }

    public static boolean isFinite(float[] vector) {
        for (float component : vector) {
            if (!Float.isFinite(component)) {
                return false;
            }
        }
        return true;
    }
}
