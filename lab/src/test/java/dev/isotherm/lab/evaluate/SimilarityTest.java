package dev.isotherm.lab.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.Embedders;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.lab.data.ScoredPair;
import dev.isotherm.lab.embed.Progress;
import dev.isotherm.lab.embed.TextEmbedder;
import dev.isotherm.lab.measure.LengthBins;
import dev.isotherm.lab.policy.Policy;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimilarityTest {

    private static final List<String> FIRST = HandMade.texts(5, 1);
    private static final List<String> SECOND = HandMade.texts(5, 2);

    private static Embedder embedder;
    private static Alone alone;

    @TempDir
    private Path cache;

    @BeforeAll
    static void load() {
        embedder = Embedders.tiny("tiny-bert");
        alone = new Alone(embedder);
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    @Test
    void cosinesAreThoseOfThePairsInTheirOrder() {
        assertThat(cosines(5, "0.5")).containsExactly(expected("0.5"), within(1e-5));
    }

    @Test
    void whatPeopleSayIsAsGiven() {
        try (TextEmbedder texts = new TextEmbedder(embedder, cache, Progress.SILENT)) {
            assertThat(new Similarity(texts, pairs(4, 0, 3, -2.5, 3)).expected()).containsExactly(4, 0, 3, -2.5, 3);
        }
    }

    /** Of two pairs each loses the mean of the other's texts. */
    @Test
    void aCorrectionIsFittedOnTheOtherHalfOfThePairs() {
        float[] others = Alone.mean(alone.vectors(List.of(FIRST.get(1), SECOND.get(1)), "1.0"));
        List<float[]> centred = Alone.less(alone.vectors(List.of(FIRST.get(0), SECOND.get(0)), "1.0"), others);
        double expected = Vectors.cosine(centred.get(0), centred.get(1));
        assertThat(cosines(2, "1.0+centre")[0]).isCloseTo(expected, within(1e-4));
        assertThat(expected).as("and a centre makes a difference").isNotCloseTo(expected("1.0")[0], within(0.01));
    }

    /** Ranks are as the cosines', but for the first two and a shift of the last three: Σd² = 8, ρ = 1 − 6·8/(5·24). */
    @Test
    void theFigureIsSpearmansCorrelation() {
        double[] cosines = expected("1.0");
        double[] ranks = {2, 1, 4, 5, 3};
        List<Integer> ascending = IntStream.range(0, 5).boxed().sorted(Comparator.comparingDouble(i -> cosines[i])).toList();
        double[] scores = new double[5];
        IntStream.range(0, 5).forEach(rank -> scores[ascending.get(rank)] = ranks[rank]);
        Evaluated evaluated = evaluate(pairs(scores));
        assertThat(evaluated).extracting(Evaluated::name, Evaluated::metric, Evaluated::what, Evaluated::items).containsExactly("sts", "Spearman", "pairs", 5);
        Outcome outcome = evaluated.outcomes().get(0);
        assertThat(outcome.figures().get("Spearman")).isCloseTo(60, within(1e-9));
        assertThat(outcome.interval().mean()).isCloseTo(60, within(1e-9));
        assertThat(outcome.interval().low()).isLessThan(60);
    }

    @Test
    void anOrderTurnedRoundIsTheOppositeOfAgreement() {
        double[] cosines = expected("1.0");
        assertThat(figure(evaluate(pairs(cosines)))).isCloseTo(100, within(1e-9));
        assertThat(figure(evaluate(pairs(IntStream.range(0, 5).mapToDouble(i -> -cosines[i]).toArray())))).isCloseTo(-100, within(1e-9));
    }

    @Test
    void othersAreComparedWithTheFirst() {
        Evaluated evaluated = evaluate(pairs(expected("0.2")), "1.0", "0.2");
        Outcome published = evaluated.outcomes().get(0);
        Outcome other = evaluated.outcomes().get(1);
        assertThat(published.comparison().difference()).isZero();
        assertThat(published.comparison().p()).isEqualTo(1);
        assertThat(other.interval().mean()).isCloseTo(100, within(1e-9));
        assertThat(other.comparison().baseline()).isEqualTo(published.interval().mean()).isLessThan(100);
        assertThat(other.comparison().difference()).isCloseTo(100 - published.interval().mean(), within(1e-9));
    }

    private static double figure(Evaluated evaluated) {
        return evaluated.outcomes().get(0).figures().get(evaluated.metric());
    }

    private Evaluated evaluate(List<ScoredPair> pairs, String... policies) {
        List<Policy> parsed = policies.length == 0 ? List.of(Policy.PUBLISHED) : List.of(policies).stream().map(Policy::parse).toList();
        try (TextEmbedder texts = new TextEmbedder(embedder, cache, Progress.SILENT)) {
            return new Evaluator(texts, parsed, LengthBins.STANDARD, 1).similarity("sts", pairs);
        }
    }

    private double[] cosines(int pairs, String policy) {
        try (TextEmbedder texts = new TextEmbedder(embedder, cache, Progress.SILENT)) {
            return new Similarity(texts, pairs(new double[5]).subList(0, pairs)).cosines(Policy.parse(policy));
        }
    }

    private static double[] expected(String temperature) {
        return IntStream.range(0, 5)
                .mapToDouble(i -> Vectors.cosine(alone.vector(FIRST.get(i), temperature), alone.vector(SECOND.get(i), temperature))).toArray();
    }

    private static List<ScoredPair> pairs(double... scores) {
        return IntStream.range(0, 5).mapToObj(i -> new ScoredPair(FIRST.get(i), SECOND.get(i), scores[i])).toList();
    }
}
