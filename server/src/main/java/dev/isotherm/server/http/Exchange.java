package dev.isotherm.server.http;

import dev.isotherm.server.metrics.ServerMetrics;
import dev.isotherm.server.service.RequestException;
import dev.isotherm.server.service.RequestException.Kind;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

    Exchange(Dialect dialect, String route, ServerMetrics metrics) {
        this.dialect = dialect;
        this.route = route;
        this.metrics = metrics;
    }

    /** What is sent when all went well. */
    interface Answer {
        void write(Context ctx);
    }

    /** Answers now or when the future completes; the writing happens on the thread that completes it. */
    void run(Context ctx, Supplier<CompletableFuture<Answer>> work) {
        long start = System.nanoTime();
        ctx.future(() -> started(work).handle((answer, failure) -> {
            write(ctx, answer, failure);
            metrics.request(route, ctx.statusCode(), Duration.ofNanos(System.nanoTime() - start));
            return ctx;
        }));
    }

    private static CompletableFuture<Answer> started(Supplier<CompletableFuture<Answer>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void write(Context ctx, Answer answer, Throwable failure) {
        if (failure != null) {
            writeFailure(ctx, failure);
            return;
        }
        try {
            answer.write(ctx);
        } catch (RuntimeException e) {
            writeFailure(ctx, e);
        }
    }

    private void writeFailure(Context ctx, Throwable failure) {
        RequestException known = Failures.of(failure instanceof CompletionException ? failure.getCause() : failure);
        if (known.kind() == Kind.INTERNAL) {
            LOG.error("{} failed", route, failure);
        }
        if (known.kind() == Kind.OVERLOADED) {
            ctx.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        ctx.status(dialect.status(known.kind())).contentType("application/json").result(dialect.body(known));
    }
}
