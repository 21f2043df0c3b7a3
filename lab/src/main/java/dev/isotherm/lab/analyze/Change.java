package dev.isotherm.lab.analyze;

/**
 * A figure on two sides and how sure their difference is.
 *
 * @param from the figure of the shortest bin, or of the first policy
 * @param to the figure of the longest bin, or of another policy
 * @param difference in the figure's own unit, or {@code to/from − 1} for ranks
 * @param low lower end of the difference's confidence interval
 * @param high its upper end
 */
public record Change(double from, double to, double difference, double low, double high) {

    /** Whether it rises by so much at least, and certainly rises. */
    boolean rises(double least) {
        return difference >= least && low > 0;
    }

    /** Whether it falls by so much at least, and certainly falls. */
    boolean falls(double least) {
        return difference <= -least && high < 0;
    }
}
