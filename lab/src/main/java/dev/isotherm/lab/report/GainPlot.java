package dev.isotherm.lab.report;

import java.util.List;
import java.util.Objects;

/**
 * Differences around a zero line, one row each, with their intervals: gains by length bin, by policy.
 *
 * @param unit what a difference is measured in, such as "points of NDCG@10"
 */
public record GainPlot(String title, String unit, List<Gain> gains) implements Block {

    public GainPlot {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(unit, "unit");
        gains = List.copyOf(gains);
    }
}
