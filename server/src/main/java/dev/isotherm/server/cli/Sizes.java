package dev.isotherm.server.cli;

import java.util.Locale;

/** Bytes for people. */
final class Sizes {

    /** Characters of the longest text. */
    static final int WIDTH = 9;

    private Sizes() {}

    /** Such as {@code 133.5 MB}, in powers of ten as disks are sold. */
    static String readable(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        int thousands = bytes < 1_000_000 ? 1 : bytes < 1_000_000_000 ? 2 : 3;
        return String.format(Locale.ROOT, "%.1f %sB", bytes / Math.pow(1_000, thousands), " kMG".charAt(thousands));
    }
}
