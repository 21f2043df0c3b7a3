package dev.isotherm.server.queue;

import dev.isotherm.engine.batch.Sequence;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** One request's sequences on their way through the queue; complete when all have a vector, or when one fails. */
final class Submission {

    private final CompletableFuture<float[][]> vectors = new CompletableFuture<>();
    private final Executor completions;
    private final List<Entry> entries;
    private final float[][] results;
    private final AtomicInteger missing;
    private int waiting;

    /**
     * @param completions where the future is completed, so that nothing attached to it runs on a device thread
     */
    Submission(List<Sequence> sequences, long now, Executor completions) {
        this.completions = completions;
        this.results = new float[sequences.size()][];
        this.missing = new AtomicInteger(sequences.size());
        this.waiting = sequences.size();
        this.entries = IntStream.range(0, sequences.size())
                .mapToObj(i -> new Entry(this, i, sequences.get(i), now))
                .toList();
    }

    CompletableFuture<float[][]> vectors() {
        return vectors;
    }

    List<Entry> entries() {
        return entries;
    }

    void deliver(int index, float[] vector) {
        results[index] = vector;
        if (missing.decrementAndGet() == 0) {
            completions.execute(() -> vectors.complete(results));
        }
    }

    void fail(Throwable cause) {
        completions.execute(() -> vectors.completeExceptionally(cause));
    }

    /** True when nobody waits for the result any more: it failed, or the client left. */
    boolean isAbandoned() {
        return vectors.isDone();
    }

    /** Called under the queue's lock; true when the last of its entries has left the queue. */
    boolean leave() {
        waiting--;
        return waiting == 0;
    }
}
