package dev.isotherm.lab.report;

/** What both axes of a plot share. */
final class Axes {

    /** Beyond it, sums and differences on an axis could overflow. */
    private static final double LARGEST = 1e100;

    private Axes() {
    }

    /** Whether a number can be placed on an axis; others are gaps. */
    static boolean drawable(double value) {
        return Math.abs(value) <= LARGEST;
    }
}
