package dev.isotherm.lab.report;

/**
 * A point of a series with its confidence interval.
 *
 * @param y NaN is a gap in the line
 * @param low lower end of the interval at x; NaN for none
 * @param high upper end of it; NaN for none
 */
public record Point(double x, double y, double low, double high) {

    /** A point without an interval. */
    public static Point of(double x, double y) {
        return new Point(x, y, Double.NaN, Double.NaN);
    }

    boolean hasBand() {
        return Extent.drawable(low) && Extent.drawable(high);
    }
}
