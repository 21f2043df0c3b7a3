package dev.isotherm.lab.calibrate;

import dev.isotherm.lab.policy.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Policies that are worth trying: each kind of temperature, what costs nothing, and both together. */
public final class Candidates {

    /** The share of documents beyond the window from which on it is worth trying to read them whole. */
    private static final double TRUNCATED = 0.05;

    private Candidates() {}

    /**
     * @param documentTokens of each document, before truncation
     * @param window of the model, in tokens
     * @param layers of the model
     */
    public static List<Policy> of(int[] documentTokens, int window, int layers, boolean late) {
        int median = Arrays.stream(documentTokens).map(tokens -> Math.min(tokens, window)).sorted().skip(documentTokens.length / 2).findFirst().orElse(1);
        int third = Math.max(1, (layers + 2) / 3);
        List<String> texts = new ArrayList<>(List.of(
                "1.0+centre", "1.0+abtt:1", "0.9", "0.8", "0.7", "0.5", "log:64", "log:128",
                "first-half:0.5", "last-half:0.5", "first:" + third + ":0.5", "last:" + third + ":0.5",
                "blend:1.0,0.7", "blend:1.0,0.5", "blend:1.0,first-half:0.5", "0.8+centre", "blend:1.0,0.5+centre"));
        if (median > 1) {
            texts.add("ranges:1=1.0,%d=0.7".formatted(median));
        }
        long truncated = Arrays.stream(documentTokens).filter(tokens -> tokens > window).count();
        if (truncated >= TRUNCATED * documentTokens.length) {
            Stream.of("1.0+mean", "0.8+mean", "blend:1.0,0.5+mean", "1.0+centre+mean").forEach(texts::add);
            if (late) {
                texts.add("1.0+late");
            }
        }
        return texts.stream().map(Policy::parse).toList();
    }
}
