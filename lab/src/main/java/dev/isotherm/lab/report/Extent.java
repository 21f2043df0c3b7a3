package dev.isotherm.lab.report;

import java.util.stream.DoubleStream;

/** The range that an axis must show; low &lt; high always. */
record Extent(double low, double high) {

    /** Beyond it, sums and differences on an axis could overflow. */
    private static final double LARGEST = 1e100;
    /** Below this part of the numbers themselves a difference is rounding. */
    private static final double RELATIVE = 1e-9;

    /** Whether a number can be placed on an axis; others are gaps. */
    static boolean drawable(double value) {
        return Math.abs(value) <= LARGEST;
    }

    /** Whether a number can be placed on a logarithmic axis. */
    static boolean drawableOnLog(double value) {
        return value >= 1 / LARGEST && value <= LARGEST;
    }

    /** The range of the drawable ones: from 0 to 1 for none, widened around a single value. */
    static Extent of(DoubleStream values) {
        var all = values.filter(Extent::drawable).summaryStatistics();
        if (all.getCount() == 0) {
            return new Extent(0, 1);
        }
        double low = all.getMin();
        double high = all.getMax();
        double size = Math.max(Math.abs(low), Math.abs(high));
        if (size == 0) {
            return new Extent(0, 1);
        }
        return high - low > size * RELATIVE ? new Extent(low, high) : new Extent(low - size / 10, high + size / 10);
    }
}
