package dev.isotherm.lab.statistics;

/**
 * Two settings on the same items.
 *
 * @param difference {@code value − baseline}
 * @param low lower end of the difference's 95 % confidence interval
 * @param high its upper end
 * @param p two-sided, for the hypothesis that there is no difference; above 0, at most 1
 */
public record Comparison(double baseline, double value, double difference, double low, double high, double p) {}
