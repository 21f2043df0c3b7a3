package dev.isotherm.lab.measure;

import java.util.Arrays;
import java.util.function.Function;

/**
 * How a set of vectors lies in its space. A collapse shows as a higher cosine, a smaller distance to the centre, a lower effective
 * rank and a uniformity nearer to 0. Mean-pooled vectors' cosine grows with length whatever the text says, so the centred cosine
 * stands beside it.
 *
 * @param count number of vectors, at least 2
 * @param meanCosine mean over distinct pairs, {@code (|Σv|² − Σ|v|²)/(n(n−1))}; from −1 to 1
 * @param centredMeanCosine the same after the mean vector is subtracted from each and each made of length 1 again; about
 *     {@code −1/(n−1)} when nothing but the mean is common to all; a vector that is the mean itself counts as 0
 * @param distanceToCentre mean Euclidean distance to the mean vector; from 0 to 1
 * @param effectiveRank {@link EffectiveRank}, from 1 to the smaller of dimensions and {@code n − 1}, 0 when all vectors are the
 *     same; of at most {@value #SAMPLE} vectors. Sets of very different size should not be compared by it
 * @param uniformity log of the mean over distinct pairs of {@code exp(−2‖x−y‖²)} (Wang and Isola 2020); from −8 to 0, the lower the
 *     better spread; of at most {@value #SAMPLE} vectors
 */
public record Spread(
        int count,
        double meanCosine,
        double centredMeanCosine,
        double distanceToCentre,
        double effectiveRank,
        double uniformity) {

    /** Where work grows with the square of their number, this many vectors stand for all, evenly spaced in the given order. */
    public static final int SAMPLE = 512;

    /** Shorter differences from the mean are rounding of the floats that the vectors came in. */
    private static final double SAME = 1e-6;

    /**
     * @param vectors [vectors][dimensions], each of length 1
     * @throws IllegalArgumentException when there are fewer than 2, dimensions differ, or a component is not finite
     */
    public static Spread of(float[][] vectors) {
        requireUsable(vectors);
        double[] centre = mean(vectors);
        double[] origin = new double[centre.length];
        double[][] sample = Arrays.stream(evenlySpaced(vectors)).map(v -> minus(v, centre)).toArray(double[][]::new);
        return new Spread(
                vectors.length,
                meanCosine(vectors, v -> minus(v, origin)),
                meanCosine(vectors, v -> normalized(minus(v, centre))),
                Arrays.stream(vectors).mapToDouble(v -> length(minus(v, centre))).average().orElseThrow(),
                EffectiveRank.of(sample, SAME),
                uniformity(sample));
    }

    private static void requireUsable(float[][] vectors) {
        if (vectors.length < 2) {
            throw new IllegalArgumentException("spread needs at least 2 vectors, given were %d".formatted(vectors.length));
        }
        for (float[] vector : vectors) {
            if (vector.length != vectors[0].length) {
                throw new IllegalArgumentException("vectors of %d and %d dimensions".formatted(vectors[0].length, vector.length));
            }
            for (float component : vector) {
                if (!Float.isFinite(component)) {
                    throw new IllegalArgumentException("a vector holds %s, components must be finite".formatted(component));
                }
            }
        }
    }

    private static float[][] evenlySpaced(float[][] vectors) {
        float[][] sample = new float[Math.min(SAMPLE, vectors.length)][];
        Arrays.setAll(sample, i -> vectors[(int) ((long) i * vectors.length / sample.length)]);
        return sample;
    }

    private static double[] mean(float[][] vectors) {
        double[] mean = new double[vectors[0].length];
        for (float[] vector : vectors) {
            for (int d = 0; d < mean.length; d++) {
                mean[d] += vector[d];
            }
        }
        return Arrays.stream(mean).map(sum -> sum / vectors.length).toArray();
    }

    private static double[] minus(float[] vector, double[] centre) {
        double[] difference = new double[centre.length];
        Arrays.setAll(difference, d -> vector[d] - centre[d]);
        return difference;
    }

    private static double[] normalized(double[] vector) {
        double length = length(vector);
        return Arrays.stream(vector).map(component -> length < SAME ? 0 : component / length).toArray();
    }

    /** One vector at a time in double: a corpus fits the memory once, not several times. */
    private static double meanCosine(float[][] vectors, Function<float[], double[]> direction) {
        double[] sum = new double[vectors[0].length];
        double squares = 0;
        for (float[] vector : vectors) {
            double[] unit = direction.apply(vector);
            for (int d = 0; d < sum.length; d++) {
                sum[d] += unit[d];
                squares += unit[d] * unit[d];
            }
        }
        double length = length(sum);
        return (length * length - squares) / ((double) vectors.length * (vectors.length - 1));
    }

    /** Distances are the same whether or not a mean was subtracted. */
    private static double uniformity(double[][] vectors) {
        double sum = 0;
        for (int i = 0; i < vectors.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += Math.exp(-2 * squaredDistance(vectors[i], vectors[j]));
            }
        }
        return Math.log(sum / (vectors.length * (vectors.length - 1) / 2.0));
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (a[d] - b[d]) * (a[d] - b[d]);
        }
        return sum;
    }

    private static double length(double[] vector) {
        double squares = 0;
        for (double component : vector) {
            squares += component * component;
        }
        return Math.sqrt(squares);
    }
}
