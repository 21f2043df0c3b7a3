package dev.isotherm.lab.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isotherm.engine.pooling.Centring;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.lab.policy.Correction;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against values computed by hand, in two and three dimensions. */
class CorrectionFitTest {

    private static final Offset<Float> CLOSE = within(1e-6f);
    private static final Correction CENTRE = new Correction.TwoMeans();

    /** Their mean is (0.7, 0, 0); they vary most along y (1.28), then along z (0.72), then along x (0.04). */
    private static final List<float[]> CROSS = List.of(
            new float[] {0.6f, 0.8f, 0}, new float[] {0.6f, -0.8f, 0}, new float[] {0.8f, 0, 0.6f}, new float[] {0.8f, 0, -0.6f});

    @Test
    void eachSideLosesItsOwnMean() {
        CorrectionFit fit = CorrectionFit.of(CENTRE, List.of(new float[] {1, 0}, new float[] {0, 1}), List.of(new float[] {1, 0}, new float[] {0.6f, 0.8f}));
        double root = Math.sqrt(0.2 * 0.2 + 0.4 * 0.4);
        assertThat(applied(fit.documents(), 1, 0)).containsExactly(new float[] {(float) (0.2 / root), (float) (-0.4 / root)}, CLOSE);
        assertThat(applied(fit.queries(), 1, 0)).containsExactly(new float[] {(float) Math.sqrt(0.5), (float) -Math.sqrt(0.5)}, CLOSE);
    }

    @Test
    void withoutQueriesTheyLoseNoMean() {
        CorrectionFit centred = CorrectionFit.of(CENTRE, List.of(), CROSS);
        assertThat(applied(centred.queries(), 0.6f, 0.8f, 0)).containsExactly(new float[] {0.6f, 0.8f, 0}, CLOSE);
        CorrectionFit top = CorrectionFit.of(new Correction.AllButTheTop(1), List.of(), CROSS);
        assertThat(applied(top.queries(), 0.6f, 0.8f, 0)).as("but the direction").containsExactly(new float[] {1, 0, 0}, CLOSE);
    }

    @Test
    void theDirectionInWhichDocumentsVaryMostIsTakenOut() {
        CorrectionFit fit = CorrectionFit.of(new Correction.AllButTheTop(1), List.of(), CROSS);
        float[] direction = fit.documents().orElseThrow().directions()[0];
        assertThat(new float[] {direction[0], Math.abs(direction[1]), direction[2]}).containsExactly(new float[] {0, 1, 0}, CLOSE);
        assertThat(applied(fit.documents(), 0.6f, 0.8f, 0)).containsExactly(new float[] {-1, 0, 0}, CLOSE);
        double root = Math.sqrt(0.1 * 0.1 + 0.6 * 0.6);
        assertThat(applied(fit.documents(), 0.8f, 0, 0.6f)).containsExactly(new float[] {(float) (0.1 / root), 0, (float) (0.6 / root)}, CLOSE);
    }

    @Test
    void theSecondDirectionIsTheNextOne() {
        CorrectionFit fit = CorrectionFit.of(new Correction.AllButTheTop(2), List.of(new float[] {0, 0, 1}), CROSS);
        assertThat(applied(fit.documents(), 0.8f, 0, 0.6f)).containsExactly(new float[] {1, 0, 0}, CLOSE);
        assertThat(applied(fit.queries(), 0.6f, 0.8f, 0)).as("less their own mean, and the documents' directions")
                .containsExactly(new float[] {1, 0, 0}, CLOSE);
        assertThat(fit.queries().orElseThrow().directions()).isDeepEqualTo(fit.documents().orElseThrow().directions());
    }

    @Property(tries = 50)
    void directionsAreOrthonormalAndNoOtherHasMoreOfTheDocuments(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int count) {
        Random random = new Random(seed);
        List<float[]> documents = IntStream.range(0, 30).mapToObj(i -> unit(random, 8)).toList();
        Centring fit = CorrectionFit.of(new Correction.AllButTheTop(count), List.of(), documents).documents().orElseThrow();
        assertThat(fit.directions()).hasNumberOfRows(count);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j <= i; j++) {
                assertThat(dot(fit.directions()[i], fit.directions()[j])).isCloseTo(i == j ? 1 : 0, within(1e-5));
            }
        }
        double first = along(documents, fit.mean(), fit.directions()[0]);
        assertThat(along(documents, fit.mean(), fit.directions()[count - 1])).isLessThanOrEqualTo(first + 1e-5);
        assertThat(along(documents, fit.mean(), unit(random, 8))).isLessThanOrEqualTo(first + 1e-5);
        for (float[] rest : CorrectionFit.apply(Optional.of(fit), documents.toArray(float[][]::new))) {
            assertThat(dot(rest, rest)).isCloseTo(1, within(1e-5));
            Arrays.stream(fit.directions()).forEach(direction -> assertThat(dot(rest, direction)).isCloseTo(0, within(1e-4)));
        }
    }

    /** A corpus of a few texts again and again has fewer directions than were asked for. */
    @Test
    void ofRepeatedVectorsTheDirectionsThatThereAreAreTakenOut() {
        float[] one = unit(new Random(1), 40);
        float[] other = unit(new Random(2), 40);
        List<float[]> documents = IntStream.range(0, 120).mapToObj(i -> i % 3 == 0 ? one : other).toList();
        Centring fit = CorrectionFit.of(new Correction.AllButTheTop(4), List.of(), documents).documents().orElseThrow();
        assertThat(fit.directions()).hasNumberOfRows(1);
        float[] difference = new Centring(other, new float[0][]).apply(one);
        assertThat(Math.abs(Vectors.cosine(fit.directions()[0], difference))).isCloseTo(1, within(1e-6));
        float[] third = applied(Optional.of(fit), unit(new Random(3), 40));
        assertThat(Vectors.cosine(third, difference)).isCloseTo(0, within(1e-5));
    }

    @Test
    void ofOneVectorRepeatedNothingIsLeft() {
        float[] vector = unit(new Random(1), 40);
        for (Correction correction : List.of(CENTRE, new Correction.AllButTheTop(2))) {
            CorrectionFit fit = CorrectionFit.of(correction, List.of(), Collections.nCopies(150, vector));
            assertThat(fit.documents().orElseThrow().directions()).isEmpty();
            assertThat(applied(fit.documents(), vector)).containsOnly(0);
        }
    }

    /** What is left of them is rounding; made as long as any other vector it would look like a text's. */
    @Test
    void ofVectorsThatLieInTheDirectionsAloneNothingIsLeft() {
        float[] one = unit(new Random(1), 40);
        float[] other = unit(new Random(2), 40);
        CorrectionFit fit = CorrectionFit.of(new Correction.AllButTheTop(1), List.of(), List.of(one, other));
        assertThat(applied(fit.documents(), one)).containsOnly(0);
        assertThat(applied(fit.documents(), other)).containsOnly(0);
    }

    /** Every second of 4096 is looked at. */
    @Test
    void ofManyVectorsAnEvenSampleIsLookedAt() {
        List<float[]> documents = IntStream.range(0, 4096).mapToObj(i -> i % 2 == 0 ? new float[] {1, 0} : new float[] {0, 1}).toList();
        assertThat(CorrectionFit.of(CENTRE, List.of(), documents).documents().orElseThrow().mean()).containsExactly(1, 0);
        assertThat(CorrectionFit.of(CENTRE, List.of(), documents.subList(0, 2048)).documents().orElseThrow().mean()).containsExactly(0.5f, 0.5f);
    }

    @Test
    void withoutACorrectionVectorsStayAsTheyAre() {
        CorrectionFit fit = CorrectionFit.of(Correction.NONE, List.of(), CROSS);
        assertThat(fit).isSameAs(CorrectionFit.NONE);
        float[][] vectors = {{0.6f, 0.8f}};
        assertThat(CorrectionFit.apply(fit.documents(), vectors)).isSameAs(vectors);
    }

    private static float[] applied(Optional<Centring> centring, float... vector) {
        return CorrectionFit.apply(centring, new float[][] {vector})[0];
    }

    /** The sum of squares along a direction. */
    private static double along(List<float[]> vectors, float[] mean, float[] direction) {
        return vectors.stream().mapToDouble(vector -> dot(vector, direction) - dot(mean, direction)).map(x -> x * x).sum();
    }

    private static double dot(float[] a, float[] b) {
        return IntStream.range(0, a.length).mapToDouble(d -> (double) a[d] * b[d]).sum();
    }

    private static float[] unit(Random random, int dimensions) {
        float[] vector = new float[dimensions];
        for (int d = 0; d < dimensions; d++) {
            vector[d] = (float) random.nextGaussian();
        }
        return Vectors.normalized(vector);
    }
}
