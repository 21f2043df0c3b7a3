package dev.isotherm.engine.temperature;

import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code ranges:1=1.0,129=0.9}: a table of length ranges. Each entry holds from its token count on, up to the next entry.
 */
public record RangeTemperature(List<Entry> entries) implements PassTemperature {

    static final int MAX_ENTRIES = 64;

    /** τ for sequences of at least {@code from} tokens. */
    public record Entry(int from, double tau) {

        public Entry {
            AttentionTemperature.requireInRange(tau);
        }

        @Override
        public String toString() {
            return from + "=" + tau;
        }
    }

    public RangeTemperature {
        entries = List.copyOf(entries);
        if (entries.isEmpty() || entries.size() > MAX_ENTRIES || entries.get(0).from() != 1 || !ascending(entries)) {
            throw new InvalidTemperatureException(text(entries));
        }
    }

    @Override
    public double at(int tokens, int layer, int layers) {
        double tau = entries.get(0).tau();
        for (Entry entry : entries) {
            if (entry.from() > tokens) {
                break;
            }
            tau = entry.tau();
        }
        return tau;
    }

    @Override
    public String toString() {
        return text(entries);
    }

    private static boolean ascending(List<Entry> entries) {
        for (int i = 1; i < entries.size(); i++) {
            if (entries.get(i).from() <= entries.get(i - 1).from()) {
                return false;
            }
        }
        return true;
    }

    private static String text(List<Entry> entries) {
        return entries.stream().map(Entry::toString).collect(Collectors.joining(",", "ranges:", ""));
    }
}
