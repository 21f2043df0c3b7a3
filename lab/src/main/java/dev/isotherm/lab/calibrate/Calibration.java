package dev.isotherm.lab.calibrate;

import dev.isotherm.lab.evaluate.CorrectionFit;
import dev.isotherm.lab.policy.Policy;
import java.util.List;

/**
 * What came of it.
 *
 * @param metric what decided
 * @param queries in both halves together
 * @param trials of all candidates, in their order
 * @param chosen the one that won where policies are chosen
 * @param recommended it, if its gain is significant on the other half; else the model as published
 * @param fit what the recommended policy takes out of vectors
 */
public record Calibration(
        String metric, int queries, List<Trial> trials, Trial chosen, Policy recommended, CorrectionFit fit) {

    static final double SIGNIFICANT = 0.05;

    public Calibration {
        trials = List.copyOf(trials);
    }

    static boolean isGain(Trial trial) {
        return trial.heldOut().difference() > 0 && trial.heldOut().p() < SIGNIFICANT;
    }
}
