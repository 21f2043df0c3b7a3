package dev.isotherm.lab.evaluate;

import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.statistics.Comparison;
import dev.isotherm.lab.statistics.Interval;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a policy is worth on one set; all figures times 100.
 *
 * @param figures by the name of the metric, the one that decides among them
 * @param interval of the metric that decides, with its 95 % confidence interval
 * @param comparison of it with the first policy's, on the same items
 * @param bins the same for items of each length bin that has enough; empty for the others
 */
public record Outcome(
        Policy policy, Map<String, Double> figures, Interval interval, Comparison comparison, List<Optional<Comparison>> bins) {}
