package dev.isotherm.lab.evaluate;

import dev.isotherm.lab.data.Collection;
import dev.isotherm.lab.data.Document;
import dev.isotherm.lab.data.Query;
import dev.isotherm.lab.embed.Role;
import dev.isotherm.lab.embed.TextEmbedder;
import dev.isotherm.lab.policy.Correction;
import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.score.Ranking;
import dev.isotherm.lab.score.RetrievalMetric;
import dev.isotherm.engine.text.Overflow;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** One collection, ranked under any policy. */
public final class Retrieval {

    /** Documents beyond which there is no need to fit on judged ones; see DESIGN of two-mean centring: a hundred suffice. */
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
     * What a policy is worth to each query. What it takes out of vectors is fitted on others than those it is tried on: queries on the
     * other half of the queries, documents on those that no query is judged on.
     *
     * @return of each metric one value a query, 0 to 1, in the collection's order
     */
    public Map<RetrievalMetric, double[]> scores(Policy policy, List<RetrievalMetric> metrics) {
        float[][] documentVectors = documentVectors(policy);
        float[][] queryVectors = queryVectors(policy);
        Map<RetrievalMetric, double[]> scores = new EnumMap<>(RetrievalMetric.class);
        metrics.forEach(metric -> scores.put(metric, new double[queries.size()]));
        for (int half = 0; half < 2; half++) {
            CorrectionFit fit = fit(policy.correction(), queryVectors, documentVectors, 1 - half);
            float[][] corrected = CorrectionFit.apply(fit.documents(), documentVectors);
            float[][] asked = CorrectionFit.apply(fit.queries(), queryVectors);
            int parity = half;
            IntStream.range(0, queries.size()).parallel().filter(query -> query % 2 == parity)
                    .forEach(query -> score(query, asked[query], corrected, metrics, scores));
        }
        return scores;
    }

    /**
     * What a policy takes out, with its numbers, fitted on some of the queries.
     *
     * @param fitted the queries to look at
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

    private CorrectionFit fit(Correction correction, float[][] queryVectors, float[][] documentVectors, int parity) {
        if (correction instanceof Correction.None) {
            return CorrectionFit.NONE;
        }
        // A single query has no other half.
        List<float[]> others = IntStream.range(0, queryVectors.length)
                .filter(query -> queryVectors.length == 1 || query % 2 == parity)
                .mapToObj(query -> queryVectors[query]).toList();
        return CorrectionFit.of(correction, others, judged.unjudged(FITTED_ON).stream().map(i -> documentVectors[i]).toList());
    }

    private void score(int query, float[] asked, float[][] corrected, List<RetrievalMetric> metrics, Map<RetrievalMetric, double[]> scores) {
        int deepest = metrics.stream().max(Comparator.comparingInt(RetrievalMetric::cutoff)).orElseThrow().cutoff();
        int[] ranked = Ranking.top(corrected, asked, deepest, document -> judged.inGroup(query, document));
        int[] grades = judged.graded(query, ranked);
        int[] all = judged.allGrades(query);
        metrics.forEach(metric -> scores.get(metric)[query] = metric.of(grades, all));
    }
}
