package dev.isotherm.server.service;

import dev.isotherm.server.service.RequestException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Who waits for an answer, and how long: work for nobody is dropped before it costs compute. */
public final class Caller {

    /** Completes with the reason when waiting ends without an answer, with null when it ends with one. */
    private final CompletableFuture<RequestException> ended = new CompletableFuture<>();

    /**
     * @param patience how long it waits from now on; empty for as long as it takes
     */
    public Caller(Optional<Duration> patience) {
        patience.ifPresent(time -> ended.completeOnTimeout(
                new RequestException(Kind.DEADLINE, "no answer within %d ms, which is the request's deadline".formatted(time.toMillis())),
                time.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** It does not wait any more. */
    public void leave() {
        ended.complete(new RequestException(Kind.CLIENT_GONE, "the client left"));
    }

    /** It has its answer. */
    public void answered() {
        ended.complete(null);
    }

    /** Runs that when it waits no longer, whatever the reason. */
    public void whenEnded(Runnable action) {
        ended.thenRun(action);
    }

    /**
     * @throws RequestException when it waits no longer
     */
    void requireWaiting() {
        RequestException reason = ended.getNow(null);
        if (reason != null) {
            throw reason;
        }
    }

    /** The same future, which fails as soon as the caller waits no longer. */
    <T> CompletableFuture<T> bound(CompletableFuture<T> work) {
        ended.thenAccept(reason -> {
            if (reason != null) {
                work.completeExceptionally(reason);
            }
        });
        return work;
    }
}
