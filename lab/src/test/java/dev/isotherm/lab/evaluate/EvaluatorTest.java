package dev.isotherm.lab.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.Embedders;
import dev.isotherm.lab.data.Collection;
import dev.isotherm.lab.data.DataException;
import dev.isotherm.lab.embed.Counting;
import dev.isotherm.lab.embed.Progress;
import dev.isotherm.lab.embed.TextEmbedder;
import dev.isotherm.lab.measure.LengthBins;
import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.score.RetrievalMetric;
import dev.isotherm.lab.statistics.Comparison;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatorTest {

    private static final List<String> QUERIES = HandMade.texts(20, 2);
    /** Ten short ones, nine long ones. */
    private static final List<String> DOCUMENTS = Stream.concat(HandMade.texts(10, 1).stream(),
            HandMade.texts(9, 3).stream().map(text -> text + " length".repeat(60))).toList();
    private static final LengthBins BINS = LengthBins.parse("1,50,200");

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

    /** Each query's answer is what is nearest to it at 0.2, so that accuracy is 100 there by construction. */
    @Test
    void othersAreComparedWithTheFirstPolicy() {
        List<Integer> answers = Alone.first(alone.queries(QUERIES, "0.2"), alone.vectors(DOCUMENTS, "0.2"));
        List<Integer> published = Alone.first(alone.queries(QUERIES, "1.0"), alone.vectors(DOCUMENTS, "1.0"));
        double baseline = 100 * IntStream.range(0, 20).filter(i -> answers.get(i).equals(published.get(i))).count() / 20.0;
        Evaluated evaluated = evaluate(HandMade.answered(DOCUMENTS, QUERIES, answers), RetrievalMetric.ACCURACY_1, "1.0 0.2");
        assertThat(evaluated).extracting(Evaluated::name, Evaluated::metric, Evaluated::what, Evaluated::items)
                .containsExactly("made", "accuracy@1", "queries", 20);
        assertThat(evaluated.outcomes()).extracting(outcome -> outcome.policy().toString()).containsExactly("1.0", "0.2");
        Outcome first = evaluated.outcomes().get(0);
        assertThat(first.interval().mean()).isCloseTo(baseline, within(1e-9)).isLessThan(100);
        assertThat(first.comparison()).isEqualTo(new Comparison(first.interval().mean(), first.interval().mean(), 0, 0, 0, 1));
        Comparison gain = evaluated.outcomes().get(1).comparison();
        assertThat(gain.value()).isEqualTo(100);
        assertThat(gain.difference()).isCloseTo(100 - baseline, within(1e-9));
        assertThat(gain.low()).isLessThan(gain.difference());
    }

    @Test
    void allMetricsAreShownAndTheOneThatDecidesIsCompared() {
        Collection collection = HandMade.answered(DOCUMENTS, QUERIES, Collections.nCopies(20, 3));
        Outcome byNdcg = evaluate(collection, RetrievalMetric.NDCG_10, "1.0").outcomes().get(0);
        assertThat(byNdcg.figures().keySet()).containsExactly("NDCG@10", "recall@10", "recall@100", "accuracy@1");
        assertThat(byNdcg.figures().get("recall@100")).as("of 19 documents all are found").isEqualTo(100);
        assertThat(byNdcg.interval().mean()).isCloseTo(byNdcg.figures().get("NDCG@10"), within(1e-9));
        Outcome byRecall = evaluate(collection, RetrievalMetric.RECALL_10, "1.0").outcomes().get(0);
        assertThat(byRecall.interval().mean()).isCloseTo(byRecall.figures().get("recall@10"), within(1e-9));
        assertThat(byRecall.figures()).isEqualTo(byNdcg.figures());
    }

    /** Eleven queries are answered by short documents, nine by long ones, too few to say anything about. */
    @Test
    void queriesAreBinnedByTheLengthOfTheirAnswers() {
        List<Integer> near = Alone.first(alone.queries(QUERIES, "0.2"), alone.vectors(DOCUMENTS.subList(0, 10), "0.2"));
        List<Integer> answers = IntStream.range(0, 20).mapToObj(i -> i < 11 ? near.get(i) : 10 + i % 9).toList();
        Evaluated evaluated = evaluate(HandMade.answered(DOCUMENTS, QUERIES, answers), RetrievalMetric.RECALL_10, "1.0 0.2");
        assertThat(evaluated.bins()).containsExactly("1-49", "50-199");
        Outcome outcome = evaluated.outcomes().get(1);
        assertThat(outcome.bins()).hasSize(2);
        assertThat(outcome.bins().get(1)).isEmpty();
        Collection alike = HandMade.answered(DOCUMENTS, QUERIES.subList(0, 11), answers.subList(0, 11));
        assertThat(outcome.bins().get(0)).as("as if there were no others")
                .contains(evaluate(alike, RetrievalMetric.RECALL_10, "1.0 0.2").outcomes().get(1).comparison());
    }

    @Test
    void theSameSeedGivesTheSameFigures() {
        Collection collection = HandMade.answered(DOCUMENTS, QUERIES, Collections.nCopies(20, 3));
        Evaluated once = evaluate(collection, RetrievalMetric.NDCG_10, "1.0 0.2 blend:1.0,0.2 1.0+centre 1.0+abtt:2");
        assertThat(evaluate(collection, RetrievalMetric.NDCG_10, "1.0 0.2 blend:1.0,0.2 1.0+centre 1.0+abtt:2")).isEqualTo(once);
        assertThat(once.outcomes().stream().map(outcome -> outcome.interval().mean()).distinct()).as("policies differ").hasSize(5);
    }

    @Test
    void correctionsAndBlendsOfWhatIsThereTakeNoForwardPass() {
        Collection collection = HandMade.answered(DOCUMENTS, QUERIES, Collections.nCopies(20, 3));
        evaluate(collection, RetrievalMetric.NDCG_10, "1.0 0.2");
        Counting progress = new Counting();
        try (TextEmbedder texts = new TextEmbedder(embedder, cache, progress)) {
            new Evaluator(texts, Policy.parseAll("1.0+centre 0.2+abtt:2 blend:1.0,0.2"), BINS, 1).retrieval(collection, RetrievalMetric.NDCG_10);
        }
        assertThat(progress.passes()).isZero();
    }

    @Test
    void oneAnswerInAGroupIsJudgedByTheFirstPlaceAndAllElseByNdcg() {
        List<Map<Integer, Integer>> one = List.of(Map.of(0, 1, 1, 0));
        assertThat(Evaluator.metricFor(HandMade.grouped(List.of("x", "x"), List.of("a", "b"), "x", List.of("q"), one))).isEqualTo(RetrievalMetric.ACCURACY_1);
        assertThat(Evaluator.metricFor(HandMade.collection(List.of("a", "b"), List.of("q"), one))).isEqualTo(RetrievalMetric.NDCG_10);
        assertThat(Evaluator.metricFor(HandMade.grouped(List.of("x", "x"), List.of("a", "b"), "x", List.of("q"), List.of(Map.of(0, 1, 1, 1)))))
                .isEqualTo(RetrievalMetric.NDCG_10);
    }

    @Test
    void whatTheModelCannotDoIsSaidBeforeAnythingIsComputed() {
        Counting progress = new Counting();
        try (Embedder cls = Embedders.tiny("tiny-xlm-roberta"); TextEmbedder texts = new TextEmbedder(cls, cache, progress)) {
            assertThatThrownBy(() -> new Evaluator(texts, Policy.parseAll("1.0 1.0+late"), BINS, 1))
                    .isInstanceOf(DataException.class).hasMessageContaining("late is for models whose vectors are the mean of their tokens");
            assertThatThrownBy(() -> new Evaluator(texts, List.of(), BINS, 1))
                    .isInstanceOf(IllegalArgumentException.class).hasMessage("there are no policies, needed is at least one");
        }
        assertThat(progress.passes()).isZero();
    }

    private Evaluated evaluate(Collection collection, RetrievalMetric decides, String policies) {
        try (TextEmbedder texts = new TextEmbedder(embedder, cache, Progress.SILENT)) {
            return new Evaluator(texts, Policy.parseAll(policies), BINS, 1).retrieval(collection, decides);
        }
    }
}
