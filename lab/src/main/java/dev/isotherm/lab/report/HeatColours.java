package dev.isotherm.lab.report;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Style classes of a heat map's cells: {@code h1} to {@code h9}, and below zero {@code l1} to {@code l9}, the stronger the farther
 * from zero. Without negative numbers the scale runs from the smallest to the largest.
 */
record HeatColours(boolean diverging, double pale, double full) {

    private static final int STRONGEST = 9;

    static HeatColours of(double[][] values) {
        double[] all = Arrays.stream(values).flatMapToDouble(DoubleStream::of).filter(Extent::drawable).toArray();
        double low = Arrays.stream(all).min().orElse(0);
        double high = Arrays.stream(all).max().orElse(0);
        return low < 0 ? new HeatColours(true, 0, Math.max(-low, high)) : new HeatColours(false, low, high);
    }

    /** The class of one cell; a number that rounds to the palest has none. */
    String style(double value) {
        if (!Extent.drawable(value)) {
            return "gap";
        }
        double share = full > pale ? (Math.abs(value) - pale) / (full - pale) : 0;
        int strength = diverging ? (int) Math.round(share * STRONGEST) : 1 + (int) Math.round(share * (STRONGEST - 1));
        return strength == 0 ? "h0" : (value < 0 ? "l" : "h") + strength;
    }
}
