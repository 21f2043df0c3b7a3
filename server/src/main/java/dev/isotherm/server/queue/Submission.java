package dev.isotherm.server.queue;

import dev.isotherm.engine.batch.Sequence;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/** One request's sequences on their way through the queue; complete when all have their rows, or when one fails. */
final class Submission {

    private final CompletableFuture<Encoded> result = new CompletableFuture<>();
    private final Executor completions;
    private final List<Entry> entries;
    private final float[][][] rows;
    private final long queuedAt;
    private long takenAt;
    private boolean taken;
    private Ride largest = new Ride(0, 0);
    private int missing;
    private int waiting;

    /**
     * @param completions where the future is completed, so that nothing attached to it runs on a device thread
     */
    Submission(List<Sequence> sequences, long now, Executor completions) {
        this.completions = completions;
        this.rows = new float[sequences.size()][][];
        this.missing = sequences.size();
        this.waiting = sequences.size();
        this.queuedAt = now;
        this.entries = IntStream.range(0, sequences.size())
                .mapToObj(i -> new Entry(this, i, sequences.get(i), now))
                .toList();
    }

    CompletableFuture<Encoded> result() {
        return result;
    }

    List<Entry> entries() {
        return entries;
    }

    /** One of its sequences goes to a device. */
    synchronized void taken(long now) {
        if (!taken) {
            taken = true;
            takenAt = now;
        }
    }

    synchronized void deliver(int index, float[][] delivered, Ride ride) {
        rows[index] = delivered;
        largest = ride.tokens() > largest.tokens() ? ride : largest;
        missing--;
        if (missing == 0) {
            Encoded encoded = new Encoded(
                    Arrays.asList(rows), Duration.ofNanos(takenAt - queuedAt), Duration.ofNanos(System.nanoTime() - takenAt),
                    largest.sequences(), largest.tokens());
            completions.execute(() -> result.complete(encoded));
        }
    }

    void fail(Throwable cause) {
        completions.execute(() -> result.completeExceptionally(cause));
    }

    /** True when nobody waits for the result any more: it failed, its time is up, or the client left. */
    boolean isAbandoned() {
        return result.isDone();
    }

    /** Called under the queue's lock; true when the last of its entries has left the queue. */
    boolean leave() {
        waiting--;
        return waiting == 0;
    }
}
