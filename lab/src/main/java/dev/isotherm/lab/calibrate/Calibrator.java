package dev.isotherm.lab.calibrate;

import dev.isotherm.lab.data.DataException;
import dev.isotherm.lab.evaluate.Retrieval;
import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.score.RetrievalMetric;
import dev.isotherm.lab.statistics.Comparison;
import dev.isotherm.lab.statistics.PairedBootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.hipparchus.stat.descriptive.StreamingStatistics;

/**
 * Chooses a policy on one half of the queries and judges it on the other. Of candidates within a standard error of the best one the
 * cheapest is chosen, and τ = 1 is left alone unless the gain of that one choice is significant on queries that had no say in it.
 */
public final class Calibrator {

    /** With fewer in a half nothing would ever be significant. */
    private static final int MIN_QUERIES = 20;

    private static final double PERCENT = 100;

    private final Retrieval retrieval;
    private final RetrievalMetric metric;
    private final long seed;

    /**
     * @param seed of the halves and of resampling
     * @throws DataException when there are too few queries for two halves
     */
    public Calibrator(Retrieval retrieval, RetrievalMetric metric, long seed) {
        this.retrieval = retrieval;
        this.metric = metric;
        this.seed = seed;
        int queries = retrieval.collection().queries().size();
        if (queries < 2 * MIN_QUERIES) {
            throw new DataException("%s has %d queries with a relevant document, calibrate needs %d and more: of a larger collection, or made of more documents by --pseudo-queries"
                    .formatted(retrieval.collection().name(), queries, 2 * MIN_QUERIES));
        }
    }

    /**
     * @param candidates besides the model as published
     */
    public Calibration calibrate(List<Policy> candidates) {
        double[] published = scores(Policy.PUBLISHED);
        int[][] halves = halves(published.length);
        List<Trial> trials = new ArrayList<>();
        trials.add(trial(Policy.PUBLISHED, published, published, halves));
        candidates.forEach(policy -> trials.add(trial(policy, published, scores(policy), halves)));
        Trial chosen = choose(trials);
        Policy recommended = recommend(trials, chosen);
        return new Calibration(metric.label(), published.length, trials, chosen, recommended,
                retrieval.fit(recommended, Arrays.stream(halves[0]).boxed().toList()));
    }

    /** The cheapest that is within a standard error of the best; of equally cheap ones the best. */
    static Trial choose(List<Trial> trials) {
        Trial best = trials.stream().max(Comparator.comparingDouble(trial -> trial.chosenOn().difference())).orElseThrow();
        return trials.stream()
                .filter(trial -> trial.chosenOn().difference() >= best.chosenOn().difference() - best.standardError())
                .min(Comparator.comparingInt(Trial::cost).thenComparingDouble(trial -> -trial.chosenOn().difference()))
                .orElseThrow();
    }

    /** Nobody is sold a temperature where a subtraction does as much. */
    static Policy recommend(List<Trial> trials, Trial chosen) {
        Optional<Trial> free = trials.stream().filter(trial -> trial.policy().needsNoForwardPass() && Calibration.isGain(trial))
                .max(Comparator.comparingDouble(trial -> trial.chosenOn().difference()))
                .filter(trial -> trial.heldOut().difference() >= chosen.heldOut().difference());
        return free.or(() -> Optional.of(chosen).filter(Calibration::isGain)).map(Trial::policy).orElse(Policy.PUBLISHED);
    }

    private Trial trial(Policy policy, double[] published, double[] scores, int[][] halves) {
        PairedBootstrap bootstrap = new PairedBootstrap(seed);
        return new Trial(policy, compare(bootstrap, published, scores, halves[0]), compare(bootstrap, published, scores, halves[1]),
                standardError(published, scores, halves[0]));
    }

    private static Comparison compare(PairedBootstrap bootstrap, double[] published, double[] scores, int[] half) {
        return bootstrap.ofMeans(pick(published, half), pick(scores, half));
    }

    private static double standardError(double[] published, double[] scores, int[] half) {
        StreamingStatistics differences = new StreamingStatistics();
        Arrays.stream(half).forEach(query -> differences.addValue(scores[query] - published[query]));
        return differences.getStandardDeviation() / Math.sqrt(half.length);
    }

    private double[] scores(Policy policy) {
        return Arrays.stream(retrieval.scores(policy, List.of(metric)).get(metric)).map(score -> PERCENT * score).toArray();
    }

    private int[][] halves(int queries) {
        List<Integer> shuffled = new ArrayList<>(IntStream.range(0, queries).boxed().toList());
        Collections.shuffle(shuffled, new Random(seed));
        int[] order = shuffled.stream().mapToInt(Integer::intValue).toArray();
        return new int[][] {Arrays.copyOf(order, queries / 2), Arrays.copyOfRange(order, queries / 2, queries)};
    }

    private static double[] pick(double[] values, int[] items) {
        return Arrays.stream(items).mapToDouble(i -> values[i]).toArray();
    }
}
