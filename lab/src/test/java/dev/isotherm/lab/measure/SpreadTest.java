package dev.isotherm.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SpreadTest {

    private static final Offset<Double> CLOSE = within(1e-6);

    /** Distances are √2, so uniformity is −4; centred, each pair has cosine −1/(n−1); all n − 1 directions are equal. */
    @Test
    void orthogonalVectors() {
        Spread spread = Spread.of(new float[][] {{1, 0, 0, 0, 0}, {0, 1, 0, 0, 0}, {0, 0, 1, 0, 0}, {0, 0, 0, 1, 0}});
        assertThat(spread.count()).isEqualTo(4);
        assertThat(spread.meanCosine()).isCloseTo(0, CLOSE);
        assertThat(spread.centredMeanCosine()).isCloseTo(-1 / 3.0, CLOSE);
        assertThat(spread.distanceToCentre()).isCloseTo(Math.sqrt(0.75), CLOSE);
        assertThat(spread.effectiveRank()).isCloseTo(3, CLOSE);
        assertThat(spread.uniformity()).isCloseTo(-4, CLOSE);
    }

    @Test
    void identicalVectors() {
        float[] vector = unit(new Random(1), 7);
        Spread spread = Spread.of(new float[][] {vector, vector, vector, vector, vector});
        assertThat(spread.meanCosine()).isCloseTo(1, CLOSE);
        assertThat(spread.centredMeanCosine()).isZero();
        assertThat(spread.distanceToCentre()).isCloseTo(0, CLOSE);
        assertThat(spread.effectiveRank()).isZero();
        assertThat(spread.uniformity()).isCloseTo(0, CLOSE);
    }

    @Test
    void oppositeVectors() {
        Spread spread = Spread.of(new float[][] {{1, 0}, {-1, 0}});
        assertThat(spread.meanCosine()).isCloseTo(-1, CLOSE);
        assertThat(spread.centredMeanCosine()).isCloseTo(-1, CLOSE);
        assertThat(spread.distanceToCentre()).isCloseTo(1, CLOSE);
        assertThat(spread.effectiveRank()).isCloseTo(1, CLOSE);
        assertThat(spread.uniformity()).isCloseTo(-8, CLOSE);
    }

    /** ±(0.8, ±0.6): mean zero, covariance diagonal with 0.64 and 0.36. */
    @Test
    void effectiveRankOfKnownEigenvalues() {
        Spread spread = Spread.of(new float[][] {{0.8f, 0.6f}, {0.8f, -0.6f}, {-0.8f, 0.6f}, {-0.8f, -0.6f}});
        double entropy = -(0.64 * Math.log(0.64) + 0.36 * Math.log(0.36));
        assertThat(spread.effectiveRank()).isCloseTo(Math.exp(entropy), CLOSE);
    }

    @Property(tries = 200)
    void agreesWithPlainLoops(@ForAll long seed, @ForAll @IntRange(min = 2, max = 12) int n,
            @ForAll @IntRange(min = 2, max = 12) int dimensions) {
        Random random = new Random(seed);
        float[][] vectors = IntStream.range(0, n).mapToObj(i -> unit(random, dimensions)).toArray(float[][]::new);
        Spread spread = Spread.of(vectors);
        double[][] plain = Arrays.stream(vectors).map(SpreadTest::doubles).toArray(double[][]::new);
        double[][] centred = centred(plain);
        assertThat(spread.meanCosine()).isCloseTo(meanOverPairs(plain, SpreadTest::cosine), CLOSE);
        assertThat(spread.centredMeanCosine()).isCloseTo(meanOverPairs(centred, SpreadTest::cosine), CLOSE);
        assertThat(spread.distanceToCentre())
                .isCloseTo(Arrays.stream(centred).mapToDouble(v -> Math.sqrt(dot(v, v))).average().orElseThrow(), CLOSE);
        assertThat(spread.uniformity()).isCloseTo(Math.log(meanOverPairs(plain,
                (a, b) -> Math.exp(-2 * (dot(a, a) + dot(b, b) - 2 * dot(a, b))))), CLOSE);
        assertThat(spread.effectiveRank()).isBetween(1 - 1e-6, Math.min(n - 1, dimensions) + 1e-6);
    }

    /** The Gram matrix of few vectors and the covariance of many must tell the same: repeating a set changes no share. */
    @Test
    void effectiveRankIsTheSameByEitherMatrix() {
        Random random = new Random(3);
        float[][] few = IntStream.range(0, 10).mapToObj(i -> unit(random, 20)).toArray(float[][]::new);
        float[][] many = IntStream.range(0, 40).mapToObj(i -> few[i % 10]).toArray(float[][]::new);
        assertThat(Spread.of(many).effectiveRank()).isCloseTo(Spread.of(few).effectiveRank(), CLOSE);
    }

    /** Every fourth of 2048 vectors is along one axis: a sample of the evenly spaced sees these alone, the means see all. */
    @Test
    void samplesEvenlyWhereWorkIsSquared() {
        float[][] vectors = IntStream.range(0, 4 * Spread.SAMPLE)
                .mapToObj(i -> i % 4 == 0 ? new float[] {i % 8 == 0 ? 1 : -1, 0} : new float[] {0, 1})
                .toArray(float[][]::new);
        Spread spread = Spread.of(vectors);
        assertThat(spread.count()).isEqualTo(2048);
        assertThat(spread.effectiveRank()).isCloseTo(1, CLOSE);
        assertThat(spread.uniformity()).isCloseTo(Math.log((255.0 + 256 * Math.exp(-8)) / 511), CLOSE);
        assertThat(spread.meanCosine()).isCloseTo((1536.0 * 1536 - 2048) / (2048.0 * 2047), CLOSE);
    }

    @Test
    void refuses() {
        assertRefused(new float[1][3], "spread needs at least 2 vectors, given were 1");
        assertRefused(new float[0][3], "spread needs at least 2 vectors, given were 0");
        assertRefused(new float[][] {{1, 0}, {1}}, "vectors of 2 and 1 dimensions");
        assertRefused(new float[][] {{1, 0}, {1, Float.NaN}}, "a vector holds NaN, components must be finite");
    }

    private static void assertRefused(float[][] vectors, String message) {
        assertThatThrownBy(() -> Spread.of(vectors)).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private interface OfPair {
        double of(double[] a, double[] b);
    }

    private static double meanOverPairs(double[][] vectors, OfPair measure) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < vectors.length; i++) {
            for (int j = 0; j < vectors.length; j++) {
                if (i != j) {
                    sum += measure.of(vectors[i], vectors[j]);
                    pairs++;
                }
            }
        }
        return sum / pairs;
    }

    private static double[][] centred(double[][] vectors) {
        double[][] centred = new double[vectors.length][];
        for (int i = 0; i < vectors.length; i++) {
            double[] vector = vectors[i];
            centred[i] = IntStream.range(0, vector.length)
                    .mapToDouble(d -> vector[d] - Arrays.stream(vectors).mapToDouble(v -> v[d]).average().orElseThrow())
                    .toArray();
        }
        return centred;
    }

    private static double cosine(double[] a, double[] b) {
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(d -> a[d] * b[d]).sum();
    }

    private static double[] doubles(float[] vector) {
        return IntStream.range(0, vector.length).mapToDouble(d -> vector[d]).toArray();
    }

    private static float[] unit(Random random, int dimensions) {
        double[] vector = random.doubles(dimensions, -1, 1).toArray();
        double length = Math.sqrt(dot(vector, vector));
        float[] unit = new float[dimensions];
        for (int d = 0; d < dimensions; d++) {
            unit[d] = (float) (vector[d] / length);
        }
        return unit;
    }
}
