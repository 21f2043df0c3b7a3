package dev.isotherm.server.service;

import dev.isotherm.server.queue.Encoded;
import java.time.Duration;

/**
 * Where a request's time went.
 *
 * @param tokenize from its arrival at the tokenizers, waiting for one included
 * @param queue waiting for a device
 * @param forward on devices, until the last of its sequences was computed
 * @param batchSequences sequences of the largest batch that it took part in
 * @param batchTokens tokens of that batch
 */
public record Timings(Duration tokenize, Duration queue, Duration forward, int batchSequences, int batchTokens) {

    static Timings of(Duration tokenize, Encoded encoded) {
        return new Timings(tokenize, encoded.queued(), encoded.forward(), encoded.batchSequences(), encoded.batchTokens());
    }
}
