package dev.isotherm.server.http;

import dev.isotherm.server.config.ServerConfig;
import dev.isotherm.server.metrics.ServerMetrics;
import dev.isotherm.server.service.Admission;
import dev.isotherm.server.service.Caller;
import dev.isotherm.server.service.RequestException.Kind;
import dev.isotherm.server.tracing.Traces;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Registers routes, so that each is counted, guarded and bounded in the same way. */
final class Endpoints {

    private final int payloadLimit;
    private final Gate gate;
    private final Deadlines deadlines;
    private final Admission admission;
    private final ServerMetrics metrics;
    private final Traces traces;
    private final Executor writers;
    private final LongSupplier retryAfterSeconds;
    private final Leftovers leftovers = new Leftovers();
    private final RoutesConfig routes;

    Endpoints(
            ServerConfig config,
            Admission admission,
            ServerMetrics metrics,
            Traces traces,
            Executor writers,
            LongSupplier retryAfterSeconds,
            RoutesConfig routes) {
        this.payloadLimit = config.limits().payloadLimit();
        this.gate = new Gate(config.access());
        this.deadlines = new Deadlines(config.deadline());
        this.admission = admission;
        this.metrics = metrics;
        this.traces = traces;
        this.writers = writers;
        this.retryAfterSeconds = retryAfterSeconds;
        this.routes = routes;
    }

    /** Work for the model, from the fields of a JSON object. */
    void post(String path, Dialect dialect, BiFunction<RequestFields, Caller, CompletableFuture<Answer>> work) {
        Exchange exchange = guarded(path, dialect, writers);
        routes.post(path, ctx -> exchange.run(ctx, gate, admission, deadlines,
                caller -> work.apply(RequestFields.parse(RequestBody.read(ctx, payloadLimit)), caller)));
    }

    /** What is known without the model, for those with a key. */
    void get(String path, Dialect dialect, Function<Context, byte[]> json) {
        Exchange exchange = guarded(path, dialect, Runnable::run);
        routes.get(path, ctx -> exchange.run(ctx, caller -> {
            gate.require(ctx);
            return CompletableFuture.completedFuture(Answer.json(json.apply(ctx)));
        }));
    }

    /** What everybody may see. */
    void open(String path, Supplier<CompletableFuture<Answer>> answer, int... statuses) {
        Exchange exchange = opened(path, statuses);
        routes.get(path, ctx -> exchange.run(ctx, caller -> answer.get()));
    }

    /** The same, where it depends on the path. */
    void open(String path, Function<Context, Answer> answer, int... statuses) {
        Exchange exchange = opened(path, statuses);
        routes.get(path, ctx -> exchange.run(ctx, caller -> CompletableFuture.completedFuture(answer.apply(ctx))));
    }

    private Exchange opened(String path, int... statuses) {
        metrics.registerRoute(path, statuses);
        return exchange(path, new TeiDialect(), Runnable::run);
    }

    private Exchange guarded(String path, Dialect dialect, Executor where) {
        metrics.registerRoute(path, 200);
        Arrays.stream(Kind.values()).mapToInt(dialect::status).distinct().forEach(status -> metrics.registerRoute(path, status));
        return exchange(path, dialect, where);
    }

    private Exchange exchange(String path, Dialect dialect, Executor where) {
        return new Exchange(dialect, path, metrics, traces, where, retryAfterSeconds, leftovers);
    }
}
