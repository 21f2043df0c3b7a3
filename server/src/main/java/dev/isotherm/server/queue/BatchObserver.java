package dev.isotherm.server.queue;

import java.time.Duration;

/** Is told what the device thread does; called on it, so it must be quick. */
public interface BatchObserver {

    /** A sequence left the queue for the device. */
    default void queued(Duration waited) {}

    /** A forward pass succeeded. */
    default void forward(int sequences, int tokens, Duration took) {}

    /** The device's memory did not suffice: batches have at most that many tokens from now on. */
    default void outOfMemory(int maxBatchTokens) {}

    /** A forward pass failed. */
    default void forwardFailed() {}
}
