package dev.isotherm.server.queue;

import java.time.Duration;
import java.util.List;

/**
 * What came back for a request.
 *
 * @param rows of each sequence, in order: its vector or its scores alone, or a vector for each of its tokens; unnormalised
 * @param queued how long it waited until the first of its sequences went to a device
 * @param forward from then until the last was computed
 * @param batchSequences sequences of the largest batch that it took part in
 * @param batchTokens tokens of that batch
 */
public record Encoded(List<float[][]> rows, Duration queued, Duration forward, int batchSequences, int batchTokens) {}
