package dev.isotherm.server.service;

import dev.isotherm.server.service.RequestException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Counts the requests inside the server and their bytes, bounds both, and lets them finish when the server is to stop. */
public final class Admission {

    /** How many bodies of the largest allowed size may be inside at once. */
    private static final int LARGEST_BODIES = 16;

    private final int maxRequests;
    private final int maxBody;
    private int inside;
    private long bytesInside;
    private RequestException refusal;

    /**
     * @param maxRequests requests that may be inside at once
     * @param maxBody bytes of the largest body
     */
    public Admission(int maxRequests, int maxBody) {
        this.maxRequests = maxRequests;
        this.maxBody = maxBody;
    }

    /**
     * Lets a request in until its future completes.
     *
     * @param claimed bytes of its body by its own word; negative when it does not say, which counts as the largest
     * @throws RequestException when there are too many, or the server is draining
     */
    public <T> CompletableFuture<T> admit(long claimed, Supplier<CompletableFuture<T>> request) {
        long bytes = claimed < 0 ? maxBody : Math.min(claimed, maxBody);
        enter(bytes);
        try {
            return request.get().whenComplete((result, failure) -> leave(bytes));
        } catch (RuntimeException | Error e) {
            leave(bytes);
            throw e;
        }
    }

    public synchronized int inside() {
        return inside;
    }

    /** Refuses every request from now on with that answer; the first reason stays. */
    public synchronized void refuse(Kind kind, String message) {
        if (refusal == null) {
            refusal = new RequestException(kind, message);
        }
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

    private synchronized void enter(long bytes) {
        if (refusal != null) {
            throw refusal;
        }
        if (inside >= maxRequests) {
            throw new RequestException(Kind.OVERLOADED, "%d requests are being served, allowed are %d".formatted(inside, maxRequests));
        }
        if (bytesInside + bytes > (long) LARGEST_BODIES * maxBody) {
            throw new RequestException(Kind.OVERLOADED, "requests of %d bytes are being served already".formatted(bytesInside));
        }
        inside++;
        bytesInside += bytes;
    }

    private synchronized void leave(long bytes) {
        inside--;
        bytesInside -= bytes;
        notifyAll();
    }
}
