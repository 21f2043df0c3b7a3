package dev.isotherm.lab.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as a reader wants them: a true minus sign, no negative zero, as many digits as say something. */
final class Numbers {

    static final String GAP = "–";

    private static final int MOST_DECIMALS = 12;
    /** Beyond it, digits are noise and a power of ten is shorter. */
    private static final double LONG = 1e9;

    private Numbers() {
    }

    static String fixed(double value, int decimals) {
        requireDecimals(decimals);
        if (!Double.isFinite(value)) {
            return GAP;
        }
        if (Math.abs(value) >= LONG) {
            return scientific(value);
        }
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN);
        return minus(rounded.toPlainString());
    }

    static String signed(double value, int decimals) {
        String text = fixed(value, decimals);
        boolean positive = text.chars().anyMatch(c -> c >= '1' && c <= '9') && value > 0;
        return positive ? "+" + text : text;
    }

    /** A difference with its interval: +1.2 [+0.3, +2.1]; the bare difference when there is no interval. */
    static String interval(String value, String low, String high) {
        return low.equals(GAP) || high.equals(GAP) ? value : value + " [" + low + ", " + high + "]";
    }

    /** As short as it goes without losing digits of a plain decimal: 0.5, 16, 1.25. */
    static String plain(double value) {
        if (!Double.isFinite(value)) {
            return GAP;
        }
        if (value != 0 && (Math.abs(value) >= LONG || Math.abs(value) < 1e-6)) {
            return scientific(value);
        }
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : minus(rounded.stripTrailingZeros().toPlainString());
    }

    /** Decimals that show a spread of this size to about three digits. */
    static int decimalsFor(double spread) {
        if (!(spread > 0) || !Double.isFinite(spread)) {
            return 3;
        }
        return (int) Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(spread))));
    }

    private static String scientific(double value) {
        return minus(String.format(Locale.ROOT, "%.2e", value).replaceFirst("e\\+?(-?)0*", "e$1"));
    }

    private static void requireDecimals(int decimals) {
        if (decimals < 0 || decimals > MOST_DECIMALS) {
            throw new IllegalArgumentException("decimals is " + decimals + "; allowed are 0 to " + MOST_DECIMALS);
        }
    }

    private static String minus(String text) {
        return text.replace('-', '−');
    }
}
