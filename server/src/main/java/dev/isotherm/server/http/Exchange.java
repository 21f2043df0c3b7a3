package dev.isotherm.server.http;

import dev.isotherm.server.metrics.ServerMetrics;
import dev.isotherm.server.service.Admission;
import dev.isotherm.server.service.Caller;
import dev.isotherm.server.service.RequestException;
import dev.isotherm.server.service.RequestException.Kind;
import dev.isotherm.server.service.Timings;
import dev.isotherm.server.tracing.TracedRequest;
import dev.isotherm.server.tracing.Traces;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request's way to its answer: waits without holding a thread, turns failures into the dialect's errors, and counts. */
final class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Dialect dialect;
    private final String route;
    private final ServerMetrics metrics;
    private final Traces traces;
    private final Executor writers;
    private final LongSupplier retryAfterSeconds;
    private final Leftovers leftovers;

    /**
     * @param writers where answers are written, which may block for as long as the client reads slowly
     * @param retryAfterSeconds when one that is turned away may come again
     */
    Exchange(Dialect dialect, String route, ServerMetrics metrics, Traces traces, Executor writers, LongSupplier retryAfterSeconds, Leftovers leftovers) {
        this.dialect = dialect;
        this.route = route;
        this.metrics = metrics;
        this.traces = traces;
        this.writers = writers;
        this.retryAfterSeconds = retryAfterSeconds;
        this.leftovers = leftovers;
    }

    /** What answers a request; it may throw a {@link RequestException} as well as fail with one. */
    interface Work extends Function<Caller, CompletableFuture<Answer>> {}

    /** Answers now or when the future completes. */
    void run(Context ctx, Work work) {
        long start = System.nanoTime();
        Caller caller = new Caller(Optional.empty());
        ctx.future(() -> answered(ctx, start, caller, started(work, caller)));
    }

    /** The same for work that has to be let in; it is inside until its answer is written. */
    void run(Context ctx, Gate gate, Admission admission, Deadlines deadlines, Work work) {
        long start = System.nanoTime();
        ctx.future(() -> {
            try {
                gate.require(ctx);
                Caller caller = new Caller(deadlines.of(ctx));
                Departures.tell(ctx, caller);
                return admission.admit(claimedBytes(ctx), () -> answered(ctx, start, caller, started(work, caller)));
            } catch (RequestException refused) {
                leftovers.drop(ctx);
                return answered(ctx, start, new Caller(Optional.empty()), CompletableFuture.failedFuture(refused));
            }
        });
    }

    private CompletableFuture<Void> answered(Context ctx, long start, Caller caller, CompletableFuture<Answer> work) {
        return work.handleAsync((answer, failure) -> {
            try {
                byte[] body = failure == null ? prepare(ctx, answer) : prepareFailure(ctx, failure);
                // Before it is sent: a client that has its answer finds it counted, and a slow one is not our latency.
                count(ctx, Duration.ofNanos(System.nanoTime() - start), Optional.ofNullable(answer).flatMap(Answer::timings));
                send(ctx, body);
                return null;
            } finally {
                caller.answered();
            }
        }, writers);
    }

    private void count(Context ctx, Duration took, Optional<Timings> timings) {
        metrics.request(route, ctx.statusCode(), took);
        traces.request(new TracedRequest(
                route, ctx.statusCode(), RequestIds.of(ctx), Optional.ofNullable(ctx.header("traceparent")), took, timings));
    }

    /** -1 when the client does not say. */
    private static long claimedBytes(Context ctx) {
        return ctx.req().getContentLengthLong();
    }

    private static CompletableFuture<Answer> started(Work work, Caller caller) {
        try {
            return work.apply(caller);
        } catch (RuntimeException | OutOfMemoryError e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private byte[] prepare(Context ctx, Answer answer) {
        long start = System.nanoTime();
        byte[] body;
        try {
            body = answer.body().get();
        } catch (RuntimeException | OutOfMemoryError e) {
            return prepareFailure(ctx, e);
        }
        metrics.serialized(Duration.ofNanos(System.nanoTime() - start));
        ctx.status(answer.status()).contentType(answer.contentType());
        answer.headers().forEach(ctx::header);
        return body;
    }

    private byte[] prepareFailure(Context ctx, Throwable failure) {
        RequestException known = Failures.of(failure instanceof CompletionException ? failure.getCause() : failure);
        metrics.refused(known.kind().name());
        if (known.kind() == Kind.INTERNAL) {
            LOG.error("{} failed, request {}", route, RequestIds.of(ctx), failure);
        }
        if (known.kind() == Kind.OVERLOADED) {
            ctx.header("Retry-After", Long.toString(retryAfterSeconds.getAsLong()));
        }
        if (known.kind() == Kind.UNAUTHORIZED) {
            ctx.header("WWW-Authenticate", "Bearer");
        }
        ctx.status(dialect.status(known.kind())).contentType("application/json");
        return dialect.body(known);
    }

    /** Here and not by Javalin afterwards, so that a request counts as inside until its client has the answer. */
    private static void send(Context ctx, byte[] body) {
        try {
            ctx.res().setContentLength(body.length);
            ctx.res().getOutputStream().write(body);
        } catch (IOException e) {
            LOG.debug("the client left before its answer", e);
        }
    }
}
