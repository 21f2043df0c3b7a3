package dev.isotherm.lab.analyze;

import dev.isotherm.lab.policy.Policy;
import java.util.List;
import java.util.Optional;

/**
 * One policy's measures.
 *
 * @param bins all that have texts, the shortest first
 * @param trend empty where fewer than two bins are judged
 * @param opening against the first policy; empty for the first one, and where there is no trend
 */
record PolicyMeasures(Policy policy, List<BinMeasures> bins, Optional<Trend> trend, Optional<Opening> opening) {

    PolicyMeasures {
        bins = List.copyOf(bins);
    }
}
