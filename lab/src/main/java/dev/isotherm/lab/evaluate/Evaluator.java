package dev.isotherm.lab.evaluate;

import dev.isotherm.lab.data.Collection;
import dev.isotherm.lab.data.ScoredPair;
import dev.isotherm.lab.embed.TextEmbedder;
import dev.isotherm.lab.measure.LengthBins;
import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.score.RetrievalMetric;
import dev.isotherm.lab.score.Spearman;
import dev.isotherm.lab.statistics.Comparison;
import dev.isotherm.lab.statistics.PairedBootstrap;
import java.util.ArrayList;
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

    /** A rank correlation takes sorting each time. */
    private static final int CORRELATION_RESAMPLES = 1_000;

    private static final String SPEARMAN = "Spearman";
    private static final double PERCENT = 100;

    private final TextEmbedder embedder;
    private final List<Policy> policies;
    private final LengthBins bins;
    private final long seed;

    /**
     * @param policies the first is compared with
     * @param seed of resampling
     */
    public Evaluator(TextEmbedder embedder, List<Policy> policies, LengthBins bins, long seed) {
        this.embedder = embedder;
        this.policies = List.copyOf(policies);
        this.bins = bins;
        this.seed = seed;
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
        List<RetrievalMetric> metrics = List.of(RetrievalMetric.values());
        List<Outcome> outcomes = new ArrayList<>();
        double[] baseline = null;
        for (Policy policy : policies) {
            Map<RetrievalMetric, double[]> scores = retrieval.scores(policy, metrics);
            double[] values = percent(scores.get(decides));
            baseline = baseline == null ? values : baseline;
            double[] first = baseline;
            Map<String, Double> figures = new LinkedHashMap<>();
            metrics.forEach(metric -> figures.put(metric.label(), PERCENT * Arrays.stream(scores.get(metric)).average().orElseThrow()));
            outcomes.add(new Outcome(policy, figures, bootstrap().interval(values), bootstrap().ofMeans(first, values),
                    shown.stream().map(index -> ofBin(first, values, bin, index)).toList()));
        }
        return new Evaluated(collection.name(), decides.label(), "queries", baseline.length, shown.stream().map(bins::label).toList(), outcomes);
    }

    public Evaluated similarity(String name, List<ScoredPair> pairs) {
        Similarity similarity = new Similarity(embedder, pairs);
        double[] expected = similarity.expected();
        PairedBootstrap bootstrap = new PairedBootstrap(CORRELATION_RESAMPLES, seed);
        List<Outcome> outcomes = new ArrayList<>();
        double[] first = similarity.cosines(policies.get(0));
        for (Policy policy : policies) {
            double[] cosines = similarity.cosines(policy);
            Comparison comparison = bootstrap.of(pairs.size(), items -> correlation(first, expected, items), items -> correlation(cosines, expected, items));
            outcomes.add(new Outcome(policy, Map.of(SPEARMAN, comparison.value()),
                    bootstrap.interval(pairs.size(), items -> correlation(cosines, expected, items)), comparison, List.of()));
        }
        return new Evaluated(name, SPEARMAN, "pairs", pairs.size(), List.of(), outcomes);
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
