package dev.isotherm.lab.calibrate;

import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.statistics.Comparison;

/**
 * A policy on both halves of the queries, against the model as published; figures times 100.
 *
 * @param chosenOn the half that a policy is chosen by
 * @param heldOut the other half, which nothing is chosen by
 * @param standardError of the difference on the half it is chosen by
 */
public record Trial(Policy policy, Comparison chosenOn, Comparison heldOut, double standardError) {

    /**
     * What it costs to switch to it, in steps: nothing, a subtraction from vectors that are there, one forward pass a text, several.
     */
    int cost() {
        if (policy.equals(Policy.PUBLISHED)) {
            return 0;
        }
        return policy.needsNoForwardPass() ? 1 : 1 + policy.forwardPasses();
    }
}
