package dev.isotherm.lab.report;

import java.util.Objects;

/**
 * A difference against the reference with its confidence interval.
 *
 * @param low lower end of the interval; NaN for none
 * @param high upper end of it; NaN for none
 * @param significant whether the difference can be relied on, after whatever correction its maker applied
 */
public record Gain(String label, double difference, double low, double high, boolean significant) {

    public Gain {
        Objects.requireNonNull(label, "label");
    }
}
