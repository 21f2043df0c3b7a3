package dev.isotherm.server.http;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** From a classifier's logits to the scores that clients are told. */
final class Scores {

    private Scores() {}

    /** A score of one number. */
    record Ranked(int index, float score) {}

    /** The logits, or what they mean: for one label its probability {@code 1/(1 + e^-x)}, for several those of the softmax. */
    static float[] of(float[] logits, boolean raw) {
        if (raw) {
            return logits;
        }
        return logits.length == 1 ? new float[] {(float) (1 / (1 + Math.exp(-logits[0])))} : softmax(logits);
    }

    /** Greatest first; equal ones in their order. */
    static List<Ranked> ranked(float[] scores) {
        return IntStream.range(0, scores.length)
                .mapToObj(i -> new Ranked(i, scores[i]))
                .sorted(Comparator.comparingDouble(Ranked::score).reversed())
                .toList();
    }

    private static float[] softmax(float[] logits) {
        double greatest = IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).max().orElse(0);
        double sum = IntStream.range(0, logits.length).mapToDouble(i -> Math.exp(logits[i] - greatest)).sum();
        float[] probabilities = new float[logits.length];
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = (float) (Math.exp(logits[i] - greatest) / sum);
        }
        return probabilities;
    }
}
