package dev.isotherm.server.http;

import dev.isotherm.server.config.ServerConfig;
import dev.isotherm.server.http.Exchange.Answer;
import dev.isotherm.server.metrics.ServerMetrics;
import dev.isotherm.server.service.Admission;
import dev.isotherm.server.service.EmbedService;
import dev.isotherm.server.service.Readiness;
import dev.isotherm.server.service.RequestException.Kind;
import dev.isotherm.server.service.ServedModel;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** What is answered where. */
public final class Routes {

    private static final String JSON = "application/json";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int UNAVAILABLE = 503;
    private static final byte[] EMPTY = {};

    private final ServerConfig config;
    private final EmbedService service;
    private final Admission admission;
    private final Readiness readiness;
    private final ServerMetrics metrics;
    private final Executor writers;
    private final ServedNames names;
    private final byte[] info;

    public Routes(
            ServerConfig config,
            ServedModel model,
            EmbedService service,
            Admission admission,
            Readiness readiness,
            ServerMetrics metrics,
            Executor writers,
            String version) {
        this.config = config;
        this.service = service;
        this.admission = admission;
        this.readiness = readiness;
        this.metrics = metrics;
        this.writers = writers;
        this.names = new ServedNames(model.description().id(), config.servedModelNames());
        this.info = InfoAnswer.of(model, config, names, version);
    }

    void register(RoutesConfig routes) {
        Exchange embed = embedding("/embed", new TeiDialect());
        routes.post("/embed", ctx -> embed.run(ctx, admission, () -> embed(ctx)));
        Exchange openAi = embedding("/v1/embeddings", new OpenAiDialect());
        routes.post("/v1/embeddings", ctx -> openAi.run(ctx, admission, () -> openAiEmbed(ctx)));
        get(routes, "/info", JSON, () -> info);
        get(routes, "/metrics", PROMETHEUS, () -> metrics.scrape().getBytes(StandardCharsets.UTF_8));
        get(routes, "/health/live", "text/plain", () -> EMPTY);
        Exchange ready = exchange("/health/ready", 200, UNAVAILABLE);
        routes.get("/health/ready", ctx -> ready.run(ctx, this::ready));
        Exchange health = exchange("/health", 200, UNAVAILABLE);
        routes.get("/health", ctx -> health.run(ctx, this::ready));
        exchange(ServerMetrics.OTHER_ROUTE, 404, 405);
    }

    private CompletableFuture<Answer> embed(Context request) {
        TeiEmbed embed = TeiEmbed.parse(RequestBody.read(request, config.limits().payloadLimit()));
        return service.embed(embed.call())
                .thenApply(result -> new Answer(ctx -> EmbedHeaders.write(ctx, result), embed.answer(result)));
    }

    private CompletableFuture<Answer> openAiEmbed(Context request) {
        OpenAiEmbed embed = OpenAiEmbed.parse(RequestBody.read(request, config.limits().payloadLimit()));
        String name = names.resolve(embed.model());
        return service.embed(embed.call())
                .thenApply(result -> new Answer(ctx -> EmbedHeaders.write(ctx, result), embed.answer(result, name)));
    }

    private CompletableFuture<Answer> ready() {
        return readiness.check().thenApply(ready -> new Answer(ctx -> ctx.status(ready ? 200 : UNAVAILABLE), EMPTY));
    }

    private void get(RoutesConfig routes, String path, String contentType, Supplier<byte[]> body) {
        Exchange exchange = exchange(path, 200);
        routes.get(path, request -> exchange.run(request, () -> CompletableFuture.completedFuture(
                new Answer(ctx -> ctx.contentType(contentType), body.get()))));
    }

    private Exchange exchange(String route, int... statuses) {
        metrics.registerRoute(route, statuses);
        return new Exchange(new TeiDialect(), route, metrics, Runnable::run);
    }

    private Exchange embedding(String route, Dialect dialect) {
        metrics.registerRoute(route, 200);
        Arrays.stream(Kind.values()).mapToInt(dialect::status).distinct().forEach(status -> metrics.registerRoute(route, status));
        return new Exchange(dialect, route, metrics, writers);
    }
}
