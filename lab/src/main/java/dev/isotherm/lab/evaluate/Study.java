package dev.isotherm.lab.evaluate;

import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.statistics.Holm;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Several sets under the same policies, with p-values corrected for all the comparisons that are made (Holm). */
public final class Study {

    /** Below it a difference is told as one. */
    public static final double SIGNIFICANT = 0.05;

    private final List<Evaluated> sets;
    /** Two sets may have equal outcomes, which are two comparisons nevertheless. */
    private final Map<Outcome, Double> adjusted = new IdentityHashMap<>();

    /**
     * @param sets at least one, all under the same policies
     */
    public Study(List<Evaluated> sets) {
        this.sets = List.copyOf(sets);
        if (sets.stream().map(Study::policies).distinct().count() != 1) {
            throw new IllegalArgumentException("a study needs at least one set, and the same policies for all of them");
        }
        List<Outcome> compared = new ArrayList<>();
        sets.forEach(set -> compared.addAll(set.outcomes().subList(1, set.outcomes().size())));
        double[] corrected = Holm.adjust(compared.stream().mapToDouble(outcome -> outcome.comparison().p()).toArray());
        for (int i = 0; i < corrected.length; i++) {
            adjusted.put(compared.get(i), corrected[i]);
        }
    }

    public List<Evaluated> sets() {
        return sets;
    }

    /** The policies, in their order. */
    public List<Policy> policies() {
        return policies(sets.get(0));
    }

    private static List<Policy> policies(Evaluated set) {
        return set.outcomes().stream().map(Outcome::policy).toList();
    }

    /** How many differences are looked at. */
    public int comparisons() {
        return adjusted.size();
    }

    /** The p-value after the correction; 1 for what others are compared with. */
    public double adjusted(Outcome outcome) {
        return adjusted.getOrDefault(outcome, 1.0);
    }

    public boolean isSignificant(Outcome outcome) {
        return adjusted(outcome) < SIGNIFICANT;
    }
}
