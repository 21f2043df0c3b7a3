package dev.isotherm.server.queue;

import dev.isotherm.engine.batch.Sequence;

/** One sequence in the queue. */
final class Entry {

    private final Submission submission;
    private final int index;
    private final Sequence sequence;
    private final long queuedAt;

    Entry(Submission submission, int index, Sequence sequence, long queuedAt) {
        this.submission = submission;
        this.index = index;
        this.sequence = sequence;
        this.queuedAt = queuedAt;
    }

    Submission submission() {
        return submission;
    }

    Sequence sequence() {
        return sequence;
    }

    int length() {
        return sequence.length();
    }

    /** {@link System#nanoTime} when it was queued. */
    long queuedAt() {
        return queuedAt;
    }

    void taken(long now) {
        submission.taken(now);
    }

    void deliver(float[][] rows, Ride ride) {
        submission.deliver(index, rows, ride);
    }
}
