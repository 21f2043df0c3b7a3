package dev.isotherm.server.service;

import java.util.List;

/**
 * The answer to a {@link ScoreCall}, in the order of its pairs.
 *
 * @param logits one for each label
 */
public record ScoreResult(List<float[]> logits, List<Counts> counts, String fingerprint, Timings timings) {}
