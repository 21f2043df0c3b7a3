package dev.isotherm.lab.evaluate;

import dev.isotherm.lab.data.Collection;
import dev.isotherm.lab.data.ScoredPair;
import dev.isotherm.lab.embed.TextEmbedder;
import dev.isotherm.lab.measure.LengthBins;
import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.score.RetrievalMetric;
import dev.isotherm.lab.score.Spearman;
import dev.isotherm.lab.statistics.Comparison;
import dev.isotherm.lab.statistics.Interval;
import dev.isotherm.lab.statistics.PairedBootstrap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Sets under one policy after another; the first policy is what the others are compared with. */
public final class Evaluator {

    /** Of a bin with fewer items nothing is said. */
    private static final int MIN_ITEMS = 10;

    /** A rank correlation takes sorting each time; a p-value of 0.0004 still stands a correction for a hundred comparisons. */
    private static final int CORRELATION_RESAMPLES = 5_000;

    private static final List<RetrievalMetric> METRICS = List.of(RetrievalMetric.values());
    private static final String SPEARMAN = "Spearman";
    private static final double PERCENT = 100;

    private final TextEmbedder embedder;
    private final List<Policy> policies;
    private final LengthBins bins;
    private final long seed;

    /**
     * @param policies at least one; the first is what others are compared with
     * @param seed of resampling
     * @throws dev.isotherm.lab.data.DataException when the model cannot do what one of them does with long texts
     */
    public Evaluator(TextEmbedder embedder, List<Policy> policies, LengthBins bins, long seed) {
        this.embedder = embedder;
        this.policies = List.copyOf(policies);
        this.bins = bins;
        this.seed = seed;
        if (policies.isEmpty()) {
            throw new IllegalArgumentException("there are no policies, needed is at least one");
        }
        policies.forEach(policy -> embedder.requirePossible(policy.overflow()));
    }

    /** The metric that suits a collection: the first place where each query has one answer among few documents, else NDCG@10. */
    public static RetrievalMetric metricFor(Collection collection) {
        boolean oneAnswer = collection.qrels().values().stream().allMatch(judged -> judged.values().stream().filter(grade -> grade > 0).count() == 1);
        boolean groups = collection.corpus().stream().anyMatch(document -> !document.group().isEmpty());
        return oneAnswer && groups ? RetrievalMetric.ACCURACY_1 : RetrievalMetric.NDCG_10;
    }

    /**
     * @param decides the metric that is compared; all are shown
     */
    public Evaluated retrieval(Collection collection, RetrievalMetric decides) {
        Retrieval retrieval = new Retrieval(embedder, collection);
        double[] lengths = retrieval.relevantLengths(retrieval.documentTokens());
        int[] bin = Arrays.stream(lengths).mapToInt(length -> bins.bin((int) length)).toArray();
        List<Integer> shown = Arrays.stream(bin).boxed().distinct().sorted().toList();
        Map<RetrievalMetric, double[]> ofFirst = retrieval.scores(policies.get(0), METRICS);
        double[] first = percent(ofFirst.get(decides));
        List<Outcome> outcomes = policies.stream().map(policy -> {
            Map<RetrievalMetric, double[]> scores = policy.equals(policies.get(0)) ? ofFirst : retrieval.scores(policy, METRICS);
            double[] values = percent(scores.get(decides));
            return new Outcome(policy, figures(scores), bootstrap().interval(values), bootstrap().ofMeans(first, values),
                    shown.stream().map(index -> ofBin(first, values, bin, index)).toList());
        }).toList();
        return new Evaluated(collection.name(), decides.label(), "queries", first.length, shown.stream().map(bins::label).toList(), outcomes);
    }

    private static Map<String, Double> figures(Map<RetrievalMetric, double[]> scores) {
        Map<String, Double> figures = new LinkedHashMap<>();
        METRICS.forEach(metric -> figures.put(metric.label(), PERCENT * Arrays.stream(scores.get(metric)).average().orElseThrow()));
        return figures;
    }

    /**
     * @param name of the set
     * @param pairs at least 2
     */
    public Evaluated similarity(String name, List<ScoredPair> pairs) {
        Similarity similarity = new Similarity(embedder, pairs);
        double[] expected = similarity.expected();
        List<double[]> cosines = policies.stream().map(similarity::cosines).toList();
        // Resampling is all that is left to do.
        List<Outcome> outcomes = IntStream.range(0, policies.size()).parallel()
                .mapToObj(i -> correlated(policies.get(i), cosines.get(0), cosines.get(i), expected)).toList();
        return new Evaluated(name, SPEARMAN, "pairs", pairs.size(), List.of(), outcomes);
    }

    private Outcome correlated(Policy policy, double[] first, double[] cosines, double[] expected) {
        PairedBootstrap bootstrap = new PairedBootstrap(CORRELATION_RESAMPLES, seed);
        Comparison comparison = bootstrap.of(
                expected.length, items -> correlation(first, expected, items), items -> correlation(cosines, expected, items));
        Interval interval = bootstrap.interval(expected.length, items -> correlation(cosines, expected, items));
        return new Outcome(policy, Map.of(SPEARMAN, comparison.value()), interval, comparison, List.of());
    }

    private Optional<Comparison> ofBin(double[] first, double[] values, int[] bin, int index) {
        int[] items = IntStream.range(0, bin.length).filter(i -> bin[i] == index).toArray();
        return items.length < MIN_ITEMS ? Optional.empty() : Optional.of(bootstrap().ofMeans(pick(first, items), pick(values, items)));
    }

    private PairedBootstrap bootstrap() {
        return new PairedBootstrap(seed);
    }

    private static double correlation(double[] cosines, double[] expected, int[] items) {
        return PERCENT * Spearman.of(pick(cosines, items), pick(expected, items));
    }

    private static double[] pick(double[] values, int[] items) {
        return Arrays.stream(items).mapToDouble(i -> values[i]).toArray();
    }

    private static double[] percent(double[] values) {
        return Arrays.stream(values).map(value -> PERCENT * value).toArray();
    }
}
