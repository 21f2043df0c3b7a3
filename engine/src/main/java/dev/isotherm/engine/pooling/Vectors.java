package dev.isotherm.engine.pooling;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

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

    /**
     * The mean over rows of several matrices, summed in float64.
     *
     * @param matrices [k][n][D]
     * @param from the first row of each that counts
     * @param to the row after the last
     */
    public static float[] mean(List<float[][]> matrices, IntUnaryOperator from, IntUnaryOperator to) {
        double[] sum = new double[matrices.get(0)[0].length];
        int count = 0;
        for (int i = 0; i < matrices.size(); i++) {
            for (int row = from.applyAsInt(i); row < to.applyAsInt(i); row++) {
                add(sum, matrices.get(i)[row]);
                count++;
            }
        }
        float[] mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / count);
        }
        return mean;
    }

    private static void add(double[] sum, float[] vector) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += vector[i];
        }
    }

    /** The cosine of the angle between two vectors; 0 where one of them is zero. */
    public static double cosine(float[] a, float[] b) {
        double dot = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            squaresA += (double) a[i] * a[i];
            squaresB += (double) b[i] * b[i];
        }
        return squaresA == 0 || squaresB == 0 ? 0 : dot / Math.sqrt(squaresA * squaresB);
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
