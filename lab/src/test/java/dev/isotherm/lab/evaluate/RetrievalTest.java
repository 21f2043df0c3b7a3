package dev.isotherm.lab.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.Embedders;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.lab.data.Collection;
import dev.isotherm.lab.embed.Counting;
import dev.isotherm.lab.embed.Progress;
import dev.isotherm.lab.embed.TextEmbedder;
import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.score.RetrievalMetric;
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

/** Judgements are laid on rankings that the engine makes alone, text by text. */
class RetrievalTest {

    private static final List<RetrievalMetric> ALL = List.of(RetrievalMetric.values());
    private static final List<String> DOCUMENTS = HandMade.texts(12, 1);
    private static final List<String> QUERIES = HandMade.texts(8, 2);

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

    /** By hand: of twelve documents the second has grade 2, the third and the last have 1, the first was found not to be relevant. */
    @Test
    void figuresAreThoseOfTheRanking() {
        List<Integer> ranking = Alone.ranking(alone.query(QUERIES.get(0), "1.0"), alone.vectors(DOCUMENTS, "1.0"));
        Map<Integer, Integer> grades = Map.of(ranking.get(0), 0, ranking.get(1), 2, ranking.get(2), 1, ranking.get(11), 1);
        Map<RetrievalMetric, double[]> scores = scores(HandMade.collection(DOCUMENTS, QUERIES.subList(0, 1), List.of(grades)), "1.0");
        assertThat(scores.get(RetrievalMetric.NDCG_10)).containsExactly(
                new double[] {(2 / 1.5849625007 + 1 / 2.0) / (2 + 1 / 1.5849625007 + 1 / 2.0)}, within(1e-9));
        assertThat(scores.get(RetrievalMetric.RECALL_10)).containsExactly(new double[] {2 / 3.0}, within(1e-12));
        assertThat(scores.get(RetrievalMetric.RECALL_100)).containsExactly(1);
        assertThat(scores.get(RetrievalMetric.ACCURACY_1)).containsExactly(0);
    }

    @Test
    void eachQueryHasItsOwnFigureInTheirOrder() {
        List<float[]> documents = alone.vectors(DOCUMENTS, "0.5");
        List<Integer> answers = IntStream.range(0, 8)
                .mapToObj(query -> Alone.ranking(alone.query(QUERIES.get(query), "0.5"), documents).get(query % 3 == 0 ? 0 : 1)).toList();
        assertThat(accuracy(HandMade.answered(DOCUMENTS, QUERIES, answers), "0.5")).containsExactly(1, 0, 0, 1, 0, 0, 1, 0);
    }

    @Test
    void aQueryIsRankedAgainstItsOwnGroup() {
        List<Integer> ranking = Alone.ranking(alone.query(QUERIES.get(0), "1.0"), alone.vectors(DOCUMENTS, "1.0"));
        List<Map<Integer, Integer>> second = List.of(Map.of(ranking.get(1), 1));
        List<String> groups = IntStream.range(0, 12).mapToObj(document -> document == ranking.get(0) ? "x" : "y").toList();
        assertThat(accuracy(HandMade.grouped(groups, DOCUMENTS, "y", QUERIES.subList(0, 1), second), "1.0")).containsExactly(1);
        assertThat(accuracy(HandMade.collection(DOCUMENTS, QUERIES.subList(0, 1), second), "1.0")).as("without groups").containsExactly(0);
    }

    @Test
    void forDocumentsOnlyQueriesStayAsPublished() {
        List<float[]> documents = alone.vectors(DOCUMENTS, "0.2");
        Collection collection = HandMade.answered(DOCUMENTS, QUERIES, Alone.first(alone.queries(QUERIES, "1.0"), documents));
        assertThat(accuracy(collection, "0.2+documents")).containsOnly(1);
        assertThat(accuracy(collection, "0.2")).as("with queries at 0.2").contains(0);
        Counting progress = new Counting();
        scores(HandMade.answered(DOCUMENTS, List.of("another query"), List.of(0)), "0.2+documents", progress);
        assertThat(progress.texts()).as("one query, and no document again").isEqualTo(1);
    }

    /** Every other query is in the same half: 0, 2, 4 and 6 lose the mean of 1, 3, 5 and 7. */
    @Test
    void aCorrectionIsFittedOnQueriesThatAreNotJudgedByIt() {
        List<float[]> queries = alone.queries(QUERIES, "1.0");
        List<float[]> documents = alone.vectors(DOCUMENTS, "1.0");
        List<float[]> centred = Alone.less(documents, Alone.mean(documents));
        List<float[]> even = Alone.less(queries, Alone.mean(every(queries, 1)));
        List<float[]> odd = Alone.less(queries, Alone.mean(every(queries, 0)));
        List<Integer> answers = IntStream.range(0, 8).mapToObj(query -> Alone.ranking((query % 2 == 0 ? even : odd).get(query), centred).get(0)).toList();
        assertThat(accuracy(HandMade.answered(DOCUMENTS, QUERIES, answers), "1.0+centre")).containsOnly(1);
        assertThat(answers).as("which is not where all queries' mean leads")
                .isNotEqualTo(Alone.first(Alone.less(queries, Alone.mean(queries)), centred));
    }

    /**
     * A hundred documents are one text; less their own mean they are 0. Were the two judged ones part of that mean, the hundred would
     * point away from them, and towards the query.
     */
    @Test
    void aCorrectionIsFittedOnDocumentsThatAreNotJudged() {
        float[] query = alone.query(QUERIES.get(0), "1.0");
        float[] same = alone.vector("the same", "1.0");
        List<float[]> centred = Alone.less(alone.vectors(DOCUMENTS, "1.0"), same);
        List<Integer> ranking = Alone.ranking(query, centred);
        int nearer = (int) centred.stream().filter(document -> Vectors.cosine(query, document) > 0).count();
        String relevant = DOCUMENTS.get(ranking.get(nearer - 1));
        String opposite = DOCUMENTS.get(ranking.get(11));
        List<String> documents = Stream.concat(Stream.of(relevant, opposite), Collections.nCopies(100, "the same").stream()).toList();
        Collection collection = HandMade.collection(documents, QUERIES.subList(0, 1), List.of(Map.of(0, 1, 1, 0)));
        assertThat(accuracy(collection, "1.0+centre")).containsExactly(1);
        Collection fewer = HandMade.collection(documents.subList(0, 101), QUERIES.subList(0, 1), List.of(Map.of(0, 1, 1, 0)));
        assertThat(accuracy(fewer, "1.0+centre")).as("99 are too few, so all are seen").containsExactly(0);
    }

    @Test
    void aFitForUseSeesTheChosenQueriesAndTheWholeCorpus() {
        try (TextEmbedder texts = new TextEmbedder(embedder, cache, Progress.SILENT)) {
            Retrieval retrieval = new Retrieval(texts, HandMade.answered(DOCUMENTS, QUERIES, Collections.nCopies(8, 0)));
            CorrectionFit fit = retrieval.fit(Policy.parse("0.5+centre"), List.of(3, 5));
            assertThat(fit.queries().orElseThrow().mean())
                    .containsExactly(Alone.mean(alone.queries(List.of(QUERIES.get(3), QUERIES.get(5)), "0.5")), within(1e-5f));
            assertThat(fit.documents().orElseThrow().mean()).containsExactly(Alone.mean(alone.vectors(DOCUMENTS, "0.5")), within(1e-5f));
        }
    }

    @Test
    void longDocumentsAreReadAsThePolicySays() {
        String longText = "the length of attention ".repeat(40) + "dog ".repeat(60);
        try (TextEmbedder texts = new TextEmbedder(embedder, cache, Progress.SILENT)) {
            Retrieval retrieval = new Retrieval(texts, HandMade.answered(List.of("a cat", longText), List.of("dog"), List.of(0)));
            float[][] cut = retrieval.documentVectors(Policy.PUBLISHED);
            float[][] whole = retrieval.documentVectors(Policy.parse("1.0+mean"));
            assertThat(Vectors.cosine(cut[0], whole[0])).isCloseTo(1, within(1e-6));
            assertThat(Vectors.cosine(cut[1], whole[1])).isLessThan(0.999);
            assertThat(Vectors.cosine(cut[1], alone.vector(longText, "1.0"))).isCloseTo(1, within(1e-5));
        }
    }

    /** A word of one letter is a token; two more stand for start and end. */
    @Test
    void relevantLengthsAreMeansOfTokens() {
        try (TextEmbedder texts = new TextEmbedder(embedder, cache, Progress.SILENT)) {
            Retrieval retrieval = new Retrieval(texts, HandMade.collection(List.of("a b", "a ".repeat(100), "a"), List.of("x", "y"),
                    List.of(Map.of(0, 1, 1, 2), Map.of(2, 1, 1, 0))));
            assertThat(retrieval.documentTokens()).containsExactly(4, 102, 3);
            assertThat(retrieval.relevantLengths(retrieval.documentTokens())).containsExactly(53, 3);
        }
    }

    private double[] accuracy(Collection collection, String policy) {
        return scores(collection, policy).get(RetrievalMetric.ACCURACY_1);
    }

    private Map<RetrievalMetric, double[]> scores(Collection collection, String policy) {
        return scores(collection, policy, Progress.SILENT);
    }

    private Map<RetrievalMetric, double[]> scores(Collection collection, String policy, Progress progress) {
        try (TextEmbedder texts = new TextEmbedder(embedder, cache, progress)) {
            return new Retrieval(texts, collection).scores(Policy.parse(policy), ALL);
        }
    }

    private static List<float[]> every(List<float[]> vectors, int half) {
        return IntStream.range(0, vectors.size()).filter(i -> i % 2 == half).mapToObj(vectors::get).toList();
    }
}
