package dev.isotherm.server.http;

import dev.isotherm.server.metrics.ServerMetrics;
import dev.isotherm.server.service.Admission;
import dev.isotherm.server.service.RequestException;
import dev.isotherm.server.service.RequestException.Kind;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request's way to its answer: waits without holding a thread, turns failures into the dialect's errors, and counts. */
final class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final String RETRY_AFTER_SECONDS = "1";

    private final Dialect dialect;
    private final String route;
    private final ServerMetrics metrics;
    private final Executor writers;

    /**
     * @param writers where answers are written, which may block for as long as the client reads slowly
     */
    Exchange(Dialect dialect, String route, ServerMetrics metrics, Executor writers) {
        this.dialect = dialect;
        this.route = route;
        this.metrics = metrics;
        this.writers = writers;
    }

    /**
     * What is sent when all went well.
     *
     * @param prepare sets status and headers
     */
    record Answer(Consumer<Context> prepare, byte[] body) {}

    /** Answers now or when the future completes. */
    void run(Context ctx, Supplier<CompletableFuture<Answer>> work) {
        long start = System.nanoTime();
        ctx.future(() -> answered(ctx, start, started(work)));
    }

    /** The same for work that has to be let in; it is inside until its answer is written. */
    void run(Context ctx, Admission admission, Supplier<CompletableFuture<Answer>> work) {
        long start = System.nanoTime();
        ctx.future(() -> {
            try {
                return admission.admit(claimedBytes(ctx), () -> answered(ctx, start, started(work)));
            } catch (RequestException refused) {
                return answered(ctx, start, CompletableFuture.failedFuture(refused));
            }
        });
    }

    private CompletableFuture<Void> answered(Context ctx, long start, CompletableFuture<Answer> work) {
        return work.handleAsync((answer, failure) -> {
            byte[] body = failure == null ? prepare(ctx, answer) : prepareFailure(ctx, failure);
            // Before it is sent: a client that has its answer finds it counted, and a slow one is not our latency.
            metrics.request(route, ctx.statusCode(), Duration.ofNanos(System.nanoTime() - start));
            send(ctx, body);
            return null;
        }, writers);
    }

    /** -1 when the client does not say. */
    private static long claimedBytes(Context ctx) {
        return ctx.req().getContentLengthLong();
    }

    private static CompletableFuture<Answer> started(Supplier<CompletableFuture<Answer>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static byte[] prepare(Context ctx, Answer answer) {
        answer.prepare.accept(ctx);
        return answer.body;
    }

    private byte[] prepareFailure(Context ctx, Throwable failure) {
        RequestException known = Failures.of(failure instanceof CompletionException ? failure.getCause() : failure);
        if (known.kind() == Kind.INTERNAL) {
            LOG.error("{} failed", route, failure);
        }
        if (known.kind() == Kind.OVERLOADED) {
            ctx.header("Retry-After", RETRY_AFTER_SECONDS);
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
