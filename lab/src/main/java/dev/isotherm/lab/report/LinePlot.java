package dev.isotherm.lab.report;

import java.util.List;
import java.util.Objects;

/**
 * Lines over a common axis: cosine against length, score against τ.
 *
 * @param logX whether x is drawn on a logarithmic axis with powers of two; points at x ≤ 0 are then left out of the picture
 */
public record LinePlot(String title, String xLabel, String yLabel, List<Series> series, boolean logX) implements Block {

    public LinePlot {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(xLabel, "xLabel");
        Objects.requireNonNull(yLabel, "yLabel");
        series = List.copyOf(series);
    }
}
