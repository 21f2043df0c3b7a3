package dev.isotherm.server.service;

import dev.isotherm.server.service.RequestException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Counts the requests inside the server, bounds them, and lets them finish when the server is to stop. */
public final class Admission {

    private final int maxRequests;
    private int inside;
    private boolean draining;

    /**
     * @param maxRequests requests that may be inside at once
     */
    public Admission(int maxRequests) {
        this.maxRequests = maxRequests;
    }

    /**
     * Lets a request in until its future completes.
     *
     * @throws RequestException when there are too many, or the server is draining
     */
    public <T> CompletableFuture<T> admit(Supplier<CompletableFuture<T>> request) {
        enter();
        try {
            return request.get().whenComplete((result, failure) -> leave());
        } catch (RuntimeException | Error e) {
            leave();
            throw e;
        }
    }

    public synchronized int inside() {
        return inside;
    }

    /** Refuses every request from now on. */
    public synchronized void drain() {
        draining = true;
    }

    /**
     * Waits for the requests inside to leave.
     *
     * @return whether all of them did in time
     */
    public synchronized boolean awaitEmpty(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (inside > 0) {
            long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }

    private synchronized void enter() {
        if (draining) {
            throw new RequestException(Kind.DRAINING, "the server is shutting down");
        }
        if (inside >= maxRequests) {
            throw new RequestException(Kind.OVERLOADED, "%d requests are being served, allowed are %d".formatted(inside, maxRequests));
        }
        inside++;
    }

    private synchronized void leave() {
        inside--;
        notifyAll();
    }
}
