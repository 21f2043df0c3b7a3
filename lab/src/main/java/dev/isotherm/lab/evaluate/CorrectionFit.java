package dev.isotherm.lab.evaluate;

import dev.isotherm.engine.pooling.Centring;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.lab.policy.Correction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * A correction with its numbers, one for each side.
 *
 * @param queries taken out of queries' vectors; empty for nothing
 * @param documents taken out of documents'
 */
public record CorrectionFit(Optional<Centring> queries, Optional<Centring> documents) {

    public static final CorrectionFit NONE = new CorrectionFit(Optional.empty(), Optional.empty());

    /** Vectors that are looked at at most: a hundred suffice for a mean, a few thousand for directions. */
    private static final int SAMPLE = 2048;

    /** Of the largest singular value; below is rounding. */
    private static final double NOTHING = 1e-6;

    /**
     * Fits on vectors of length 1 that will not be judged.
     *
     * @param queries [n][D]; without any no mean is taken out of queries
     * @param documents [m][D], m ≥ 1
     */
    public static CorrectionFit of(Correction correction, List<float[]> queries, List<float[]> documents) {
        if (correction instanceof Correction.None) {
            return NONE;
        }
        int count = correction instanceof Correction.AllButTheTop top ? top.directions() : 0;
        float[] mean = mean(documents);
        float[][] directions = count == 0 ? new float[0][] : directions(documents, mean, count);
        return new CorrectionFit(
                Optional.of(new Centring(queries.isEmpty() ? new float[mean.length] : mean(queries), directions)), Optional.of(new Centring(mean, directions)));
    }

    /** Vectors of length 1 again; 0 where nothing is left of one. */
    public static float[][] apply(Optional<Centring> centring, float[][] vectors) {
        return centring.map(fitted -> IntStream.range(0, vectors.length)
                .mapToObj(i -> Vectors.normalized(fitted.apply(vectors[i])))
                .toArray(float[][]::new)).orElse(vectors);
    }

    private static float[] mean(List<float[]> vectors) {
        List<float[][]> sample = sample(vectors).stream().map(vector -> new float[][] {vector}).toList();
        return Vectors.mean(sample, i -> 0, i -> 1);
    }

    /** The right singular vectors of the centred sample with the largest singular values; fewer where it spans fewer directions. */
    private static float[][] directions(List<float[]> vectors, float[] mean, int count) {
        List<float[]> sample = sample(vectors);
        double[][] centred = new double[sample.size()][mean.length];
        for (int row = 0; row < centred.length; row++) {
            for (int column = 0; column < mean.length; column++) {
                centred[row][column] = sample.get(row)[column] - mean[column];
            }
        }
        SingularValueDecomposition singular = new SingularValueDecomposition(new Array2DRowRealMatrix(centred, false));
        double[] values = singular.getSingularValues();
        return IntStream.range(0, Math.min(count, values.length))
                .filter(i -> values[i] > NOTHING * values[0])
                .mapToObj(i -> floats(singular.getV().getColumn(i)))
                .toArray(float[][]::new);
    }

    private static List<float[]> sample(List<float[]> vectors) {
        if (vectors.size() <= SAMPLE) {
            return vectors;
        }
        List<float[]> sample = new ArrayList<>(SAMPLE);
        for (int i = 0; i < SAMPLE; i++) {
            sample.add(vectors.get((int) ((long) i * vectors.size() / SAMPLE)));
        }
        return sample;
    }

    private static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }
}
