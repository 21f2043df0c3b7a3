package dev.isotherm.server.http;

import dev.isotherm.server.config.ServerConfig;
import dev.isotherm.server.metrics.ServerMetrics;
import dev.isotherm.server.service.Admission;
import dev.isotherm.server.service.Readiness;
import dev.isotherm.server.service.ServedModel;
import dev.isotherm.server.service.Services;
import dev.isotherm.server.tracing.Traces;
import io.javalin.config.RoutesConfig;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** What is answered where. */
public final class Routes {

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int UNAVAILABLE = 503;
    private static final byte[] EMPTY = {};

    private final ServerConfig config;
    private final ServedModel model;
    private final Services services;
    private final Admission admission;
    private final Readiness readiness;
    private final ServerMetrics metrics;
    private final Traces traces;
    private final Executor writers;
    private final LongSupplier retryAfterSeconds;
    private final String version;

    /**
     * @param retryAfterSeconds when a request that is turned away may come again
     */
    public Routes(
            ServerConfig config,
            ServedModel model,
            Services services,
            Admission admission,
            Readiness readiness,
            ServerMetrics metrics,
            Traces traces,
            Executor writers,
            LongSupplier retryAfterSeconds,
            String version) {
        this.config = config;
        this.model = model;
        this.services = services;
        this.admission = admission;
        this.readiness = readiness;
        this.metrics = metrics;
        this.traces = traces;
        this.writers = writers;
        this.retryAfterSeconds = retryAfterSeconds;
        this.version = version;
    }

    void register(RoutesConfig routes) {
        Endpoints endpoints = new Endpoints(config, admission, metrics, traces, writers, retryAfterSeconds, routes);
        ServedNames names = new ServedNames(model.description().id(), config.servedModelNames());
        TeiRoutes tei = new TeiRoutes(services.embeddings());
        TeiScoreRoutes scores = new TeiScoreRoutes(services.scores());
        tei.register(endpoints);
        scores.register(endpoints);
        new TeiTextRoutes(services.texts()).register(endpoints);
        new OpenAiRoutes(services.embeddings(), names).register(endpoints);
        new CohereRoutes(services.embeddings(), names).register(endpoints);
        new CohereRerankRoutes(services.scores(), names).register(endpoints);
        registerRoot(endpoints, tei, scores);
        byte[] info = InfoAnswer.of(model, config, names, version);
        endpoints.get("/info", new TeiDialect(), ctx -> info);
        endpoints.get("/collapse", new TeiDialect(), ctx -> CollapseAnswer.of(model, services.collapse()));
        registerOpen(endpoints);
        Documents.register(endpoints, version);
        new ConsolePage().register(endpoints);
        metrics.registerRoute(ServerMetrics.OTHER_ROUTE, 404, 405);
    }

    /** What the model is for, as TEI has it. */
    private void registerRoot(Endpoints endpoints, TeiRoutes tei, TeiScoreRoutes scores) {
        if (model.description().isClassifier()) {
            endpoints.post("/", new TeiDialect(),
                    (fields, caller) -> fields.has("query") ? scores.rerank(fields, caller) : scores.predict(fields, caller));
        } else {
            endpoints.post("/", new TeiDialect(), model.description().isSparse() ? tei::embedSparse : tei::embed);
        }
    }

    private void registerOpen(Endpoints endpoints) {
        endpoints.open("/metrics", () -> now(Answer.of(PROMETHEUS, metrics.scrape().getBytes(StandardCharsets.UTF_8))), 200);
        endpoints.open("/health/live", () -> now(Answer.of("text/plain", EMPTY)), 200);
        endpoints.open("/health/ready", this::ready, 200, UNAVAILABLE);
        endpoints.open("/health", this::ready, 200, UNAVAILABLE);
        endpoints.open("/ping", this::ready, 200, UNAVAILABLE);
    }

    private CompletableFuture<Answer> ready() {
        return readiness.check().thenApply(ready -> Answer.of("text/plain", EMPTY).withStatus(ready ? 200 : UNAVAILABLE));
    }

    private static CompletableFuture<Answer> now(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
