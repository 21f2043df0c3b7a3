package dev.isotherm.server.service;

import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.server.queue.BatchObserver;
import dev.isotherm.server.queue.BatchQueue;
import dev.isotherm.server.queue.Encoded;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Whether the server can embed, judged by embedding: a recent forward pass that succeeded is proof; without one, a tiny probe
 * is run ahead of everything that waits.
 */
public final class Readiness implements BatchObserver {

    private static final Duration RECENT = Duration.ofSeconds(10);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);

    private final BatchQueue queue;
    private final Sequence probe;
    private volatile long lastSuccess = System.nanoTime() - RECENT.toNanos();
    private volatile boolean draining;
    private CompletableFuture<Boolean> outstanding = CompletableFuture.completedFuture(false);

    /**
     * @param probe the sequence to embed when nothing else was lately
     */
    public Readiness(BatchQueue queue, Sequence probe) {
        this.queue = queue;
        this.probe = probe;
    }

    /** Completes with true when the server can embed; never fails and never takes longer than the probe's timeout. */
    public CompletableFuture<Boolean> check() {
        if (draining) {
            return CompletableFuture.completedFuture(false);
        }
        if (System.nanoTime() - lastSuccess < RECENT.toNanos()) {
            return CompletableFuture.completedFuture(true);
        }
        return probe();
    }

    /** Not ready from now on. */
    public void drain() {
        draining = true;
    }

    /** At most one probe is under way, however often the question is asked. */
    private synchronized CompletableFuture<Boolean> probe() {
        if (outstanding.isDone()) {
            outstanding = newProbe();
        }
        return outstanding;
    }

    private CompletableFuture<Boolean> newProbe() {
        try {
            CompletableFuture<Encoded> encoded = queue.probe(probe);
            return encoded.orTimeout(PROBE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).handle((result, failure) -> failure == null);
        } catch (IllegalStateException closed) {
            return CompletableFuture.completedFuture(false);
        }
    }

    @Override
    public void forward(int sequences, int tokens, Duration took) {
        lastSuccess = System.nanoTime();
    }

    @Override
    public void forwardFailed() {
        lastSuccess = System.nanoTime() - RECENT.toNanos();
    }
}
