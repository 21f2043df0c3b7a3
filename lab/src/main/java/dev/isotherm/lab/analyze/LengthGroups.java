package dev.isotherm.lab.analyze;

import dev.isotherm.lab.measure.LengthBins;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Texts by their length.
 *
 * @param tokens of each text before truncation, prompt and special tokens included
 * @param window tokens that the model reads at most
 */
public record LengthGroups(LengthBins bins, int[] tokens, int window) {

    /** Bins with fewer texts are shown and not judged: a pair or two decide what their mean is. */
    public static final int FEWEST = 8;

    /** Bins that have any text, the shortest first. */
    public List<Integer> present() {
        return Arrays.stream(tokens).map(bins::bin).distinct().sorted().boxed().toList();
    }

    /** Bins that have enough texts, the shortest first. */
    public List<Integer> judged() {
        return present().stream().filter(bin -> members(bin).length >= FEWEST).toList();
    }

    /** Whether there is a short and a long bin. */
    public boolean comparable() {
        return judged().size() > 1;
    }

    /** The shortest bin that is judged. */
    public int shortest() {
        return judged().get(0);
    }

    /** The longest bin that is judged. */
    public int longest() {
        return judged().get(judged().size() - 1);
    }

    /** The texts of a bin, by index. */
    public int[] members(int bin) {
        return IntStream.range(0, tokens.length).filter(i -> bins.bin(tokens[i]) == bin).toArray();
    }

    public String label(int bin) {
        return bins.label(bin);
    }

    /** Tokens of the text in the middle of a bin. */
    public int medianTokens(int bin) {
        int[] sorted = Arrays.stream(members(bin)).map(i -> tokens[i]).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** Share of a bin's texts that are longer than the window; 0 to 1. */
    public double beyondWindow(int bin) {
        return Arrays.stream(members(bin)).filter(i -> tokens[i] > window).count() / (double) members(bin).length;
    }

    /** How many of all texts are longer than the window. */
    public int beyondWindow() {
        return (int) Arrays.stream(tokens).filter(count -> count > window).count();
    }
}
