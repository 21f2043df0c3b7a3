package dev.isotherm.lab.evaluate;

import dev.isotherm.engine.text.Overflow;
import dev.isotherm.lab.data.Collection;
import dev.isotherm.lab.data.Document;
import dev.isotherm.lab.data.Query;
import dev.isotherm.lab.embed.Role;
import dev.isotherm.lab.embed.TextEmbedder;
import dev.isotherm.lab.policy.Correction;
import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.score.Ranking;
import dev.isotherm.lab.score.RetrievalMetric;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** One collection, ranked under any policy. */
public final class Retrieval {

    /** Fewer documents make no mean that is one. */
    private static final int FITTED_ON = 100;

    private final TextEmbedder embedder;
    private final Judged judged;
    private final List<String> documents;
    private final List<String> queries;

    public Retrieval(TextEmbedder embedder, Collection collection) {
        this.embedder = embedder;
        this.judged = Judged.of(collection);
        this.documents = collection.corpus().stream().map(Document::joined).toList();
        this.queries = collection.queries().stream().map(Query::text).toList();
    }

    public Collection collection() {
        return judged.collection();
    }

    /** Tokens of each document before truncation. */
    public int[] documentTokens() {
        return embedder.tokens(documents, Role.DOCUMENT);
    }

    /** The mean token count of what is relevant to each query. */
    public double[] relevantLengths(int[] documentTokens) {
        return IntStream.range(0, queries.size()).mapToDouble(query -> judged.relevantLength(query, documentTokens)).toArray();
    }

    /**
     * What a policy is worth to each query. What it takes out of vectors is fitted on others than those it is tried on: of queries on
     * the other half of the queries, of documents on those that no query of this half is judged on. Where fewer than 100 such documents
     * are left it is the whole corpus, without its judgements, as whoever builds an index has it.
     *
     * @return of each metric one value a query, 0 to 1, in the collection's order
     */
    public Map<RetrievalMetric, double[]> scores(Policy policy, List<RetrievalMetric> metrics) {
        float[][] documentVectors = documentVectors(policy);
        float[][] queryVectors = queryVectors(policy);
        Map<RetrievalMetric, double[]> scores = new EnumMap<>(RetrievalMetric.class);
        metrics.forEach(metric -> scores.put(metric, new double[queries.size()]));
        for (int half = 0; half < 2; half++) {
            CorrectionFit fit = fit(policy.correction(), queryVectors, documentVectors, half);
            float[][] corrected = CorrectionFit.apply(fit.documents(), documentVectors);
            float[][] asked = CorrectionFit.apply(fit.queries(), queryVectors);
            half(half).parallel().forEach(query -> score(query, asked[query], corrected, metrics, scores));
        }
        return scores;
    }

    /**
     * What a policy takes out, with its numbers, fitted on some of the queries and the whole corpus: for use, not for judging it.
     *
     * @param fitted the queries to look at, by index
     */
    public CorrectionFit fit(Policy policy, List<Integer> fitted) {
        float[][] queryVectors = queryVectors(policy);
        float[][] documentVectors = documentVectors(policy);
        return CorrectionFit.of(policy.correction(), fitted.stream().map(query -> queryVectors[query]).toList(), Arrays.asList(documentVectors));
    }

    public float[][] documentVectors(Policy policy) {
        return embedder.embed(documents, Role.DOCUMENT, policy.ofDocuments(), policy.overflow());
    }

    private float[][] queryVectors(Policy policy) {
        return embedder.embed(queries, Role.QUERY, policy.ofQueries(), Overflow.TRUNCATE);
    }

    /** For one half of the queries. */
    private CorrectionFit fit(Correction correction, float[][] queryVectors, float[][] documentVectors, int half) {
        if (correction instanceof Correction.None) {
            return CorrectionFit.NONE;
        }
        return CorrectionFit.of(
                correction,
                half(1 - half).mapToObj(query -> queryVectors[query]).toList(),
                judged.unjudged(half(half), FITTED_ON).stream().map(document -> documentVectors[document]).toList());
    }

    /** Every other query: what a file groups by topic or length is in both halves. */
    private IntStream half(int half) {
        return IntStream.range(0, queries.size()).filter(query -> query % 2 == half);
    }

    private void score(int query, float[] asked, float[][] corrected, List<RetrievalMetric> metrics, Map<RetrievalMetric, double[]> scores) {
        int deepest = metrics.stream().max(Comparator.comparingInt(RetrievalMetric::cutoff)).orElseThrow().cutoff();
        int[] ranked = Ranking.top(corrected, asked, deepest, document -> judged.isCandidate(query, document));
        int[] grades = judged.graded(query, ranked);
        int[] all = judged.allGrades(query);
        metrics.forEach(metric -> scores.get(metric)[query] = metric.of(grades, all));
    }
}
