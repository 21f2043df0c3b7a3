package dev.isotherm.lab.measure;

import java.util.Arrays;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * Effective rank (Roy and Vetterli 2007) of a covariance matrix: {@code exp(−Σ p ln p)} with {@code p} its eigenvalues, which are its
 * singular values, divided by their sum. It says over how many directions the vectors are spread.
 */
final class EffectiveRank {

    private EffectiveRank() {}

    /**
     * @param vectors [vectors][dimensions], at least 2
     * @param same standard deviation below which vectors are the same
     * @return 0 when the vectors are the same
     */
    static double of(double[][] vectors, double same) {
        RealMatrix centred = centred(vectors);
        // both products have the same eigenvalues but for zeros
        RealMatrix smaller = vectors.length < vectors[0].length
                ? centred.multiplyTransposed(centred)
                : centred.transposeMultiply(centred);
        double trace = smaller.getTrace();
        if (trace / vectors.length < same * same) {
            return 0;
        }
        return Math.exp(Arrays.stream(eigenvalues(smaller.scalarMultiply(1 / trace))).filter(p -> p > 0).map(p -> -p * Math.log(p)).sum());
    }

    /** The fast decomposition gives up on some matrices of low rank, the slow one does not; of these matrices both are the same. */
    private static double[] eigenvalues(RealMatrix covariance) {
        try {
            return new EigenDecompositionSymmetric(covariance).getEigenvalues();
        } catch (MathIllegalStateException e) {
            return new SingularValueDecomposition(covariance).getSingularValues();
        }
    }

    /** A sample has a mean of its own. */
    private static RealMatrix centred(double[][] vectors) {
        RealMatrix centred = MatrixUtils.createRealMatrix(vectors);
        for (int d = 0; d < vectors[0].length; d++) {
            double[] column = centred.getColumn(d);
            double mean = Arrays.stream(column).average().orElseThrow();
            centred.setColumn(d, Arrays.stream(column).map(value -> value - mean).toArray());
        }
        return centred;
    }
}
