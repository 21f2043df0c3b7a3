package dev.isotherm.lab.statistics;

/**
 * A figure and its 95 % confidence interval.
 *
 * @param mean the figure on the sample itself
 */
public record Interval(double mean, double low, double high) {}
