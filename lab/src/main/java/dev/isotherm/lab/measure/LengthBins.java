package dev.isotherm.lab.measure;

import java.util.Arrays;
import java.util.List;

/**
 * Ranges of text length in tokens. Each bin goes up to where the next begins, the last has no end.
 *
 * @param from where each bin begins: 1 first, then ascending
 */
public record LengthBins(List<Integer> from) {

    /** Powers of two, each bin with its upper end. */
    public static final LengthBins STANDARD = new LengthBins(List.of(1, 17, 33, 65, 129, 257, 513, 1025, 2049, 4097));

    public LengthBins {
        from = List.copyOf(from);
        if (from.isEmpty() || from.get(0) != 1 || !isAscending(from)) {
            throw refusal(from.toString());
        }
    }

    /**
     * @param text such as {@code 1,65,129,257,513}
     * @throws IllegalArgumentException when it is anything but ascending whole numbers from 1; the message says so
     */
    public static LengthBins parse(String text) {
        try {
            return new LengthBins(Arrays.stream(text.split(",", -1)).map(String::strip).map(Integer::valueOf).toList());
        } catch (NumberFormatException e) {
            throw refusal("'%s'".formatted(text));
        }
    }

    /** The index of the bin that a text of so many tokens is in; one of no tokens is in the first. */
    public int bin(int tokens) {
        if (tokens < 0) {
            throw new IllegalArgumentException("a text cannot have %d tokens".formatted(tokens));
        }
        int bin = from.size() - 1;
        while (bin > 0 && from.get(bin) > tokens) {
            bin--;
        }
        return bin;
    }

    /** The bin's range: {@code 65-128}, {@code 4097+} for the last, one number for a bin of one length. */
    public String label(int bin) {
        if (bin == from.size() - 1) {
            return from.get(bin) + "+";
        }
        int last = from.get(bin + 1) - 1;
        return from.get(bin) == last ? Integer.toString(last) : from.get(bin) + "-" + last;
    }

    private static boolean isAscending(List<Integer> from) {
        for (int i = 1; i < from.size(); i++) {
            if (from.get(i) <= from.get(i - 1)) {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException refusal(String given) {
        return new IllegalArgumentException(
                "length bins are %s, they must be whole numbers, ascending, with 1 first, as in 1,65,129".formatted(given));
    }
}
