package dev.isotherm.server.service;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * How alike vectors of length 1 are.
 *
 * @param meanCosine between pairs, −1 to 1
 * @param centredMeanCosine the same once the vectors' own mean is subtracted and they have length 1 again; NaN where fewer than two differ
 *     from it. By construction near {@code −1/(n − 1)}: above it when few of the vectors lie far from the others
 * @param meanCosineCentredOnAll the same with another centre: what all lengths have in common. Near 0 when it is that alone which makes the
 *     vectors alike, and towards 1 when these have a place of their own
 * @param distanceToCentre mean Euclidean distance to the vectors' own mean, 0 to 1
 */
public record Alikeness(double meanCosine, double centredMeanCosine, double meanCosineCentredOnAll, double distanceToCentre) {

    /** Nothing is known. */
    static final Alikeness UNKNOWN = new Alikeness(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /** What single precision leaves of a difference between equals. */
    private static final double ROUNDING = 1e-6;

    /**
     * @param vectors two or more, of length 1
     * @param all those of every length, these among them
     */
    static Alikeness of(List<float[]> vectors, List<float[]> all) {
        double[] mean = mean(vectors);
        List<double[]> differences = differences(vectors, mean);
        return new Alikeness(
                meanCosineOf(vectors),
                meanCosine(differences),
                meanCosine(differences(vectors, mean(all))),
                differences.stream().mapToDouble(Alikeness::length).average().orElseThrow());
    }

    static double meanCosineOf(List<float[]> vectors) {
        return meanCosine(differences(vectors, new double[vectors.get(0).length]));
    }

    /** {@code (|Σu|² − n) / (n(n − 1))} over the n directions u; those of vectors without one are left out. */
    private static double meanCosine(List<double[]> vectors) {
        List<double[]> directions = vectors.stream().map(Alikeness::direction).filter(Objects::nonNull).toList();
        int count = directions.size();
        if (count < 2) {
            return Double.NaN;
        }
        double[] sum = new double[directions.get(0).length];
        directions.forEach(direction -> Arrays.setAll(sum, i -> sum[i] + direction[i]));
        double length = length(sum);
        return (length * length - count) / (count * (count - 1.0));
    }

    private static double[] mean(List<float[]> vectors) {
        double[] sum = new double[vectors.get(0).length];
        vectors.forEach(vector -> Arrays.setAll(sum, i -> sum[i] + vector[i]));
        Arrays.setAll(sum, i -> sum[i] / vectors.size());
        return sum;
    }

    private static List<double[]> differences(List<float[]> vectors, double[] centre) {
        return vectors.stream()
                .map(vector -> IntStream.range(0, centre.length).mapToDouble(i -> vector[i] - centre[i]).toArray())
                .toList();
    }

    private static double[] direction(double[] vector) {
        double length = length(vector);
        return length < ROUNDING ? null : Arrays.stream(vector).map(component -> component / length).toArray();
    }

    private static double length(double[] vector) {
        return Math.sqrt(Arrays.stream(vector).map(component -> component * component).sum());
    }
}
