package dev.isotherm.lab.evaluate;

import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.statistics.Comparison;
import dev.isotherm.lab.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Outcomes made by hand: NDCG@10 is 40 under the first policy, τ = 1. */
final class Outcomes {

    private static final double FIRST = 40;

    private Outcomes() {}

    /** A set of 100 queries without length bins. */
    static Evaluated set(String name, Outcome... others) {
        List<Outcome> outcomes = new ArrayList<>(List.of(of("1.0", 0, 1)));
        outcomes.addAll(List.of(others));
        return new Evaluated(name, "NDCG@10", "queries", 100, List.of(), outcomes);
    }

    /** An outcome with so much of a difference, sure to 1 point in each direction. */
    static Outcome of(String policy, double difference, double p) {
        double value = FIRST + difference;
        return new Outcome(Policy.parse(policy), Map.of("NDCG@10", value), new Interval(value, value - 5, value + 5), comparison(difference, p), List.of());
    }

    /** The same with a difference in each length bin; NaN for one with too few items. */
    static Outcome withBins(Outcome outcome, double... differences) {
        List<Optional<Comparison>> bins = DoubleStream.of(differences)
                .mapToObj(difference -> Optional.of(comparison(difference, 0.5)).filter(bin -> !Double.isNaN(difference))).toList();
        return new Outcome(outcome.policy(), outcome.figures(), outcome.interval(), outcome.comparison(), bins);
    }

    private static Comparison comparison(double difference, double p) {
        return new Comparison(FIRST, FIRST + difference, difference, difference - 1, difference + 1, p);
    }
}
