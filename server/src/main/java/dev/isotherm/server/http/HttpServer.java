package dev.isotherm.server.http;

import dev.isotherm.server.config.Listener;
import dev.isotherm.server.config.ServerConfig;
import dev.isotherm.server.config.SettingException;
import dev.isotherm.server.metrics.ServerMetrics;
import dev.isotherm.server.service.RequestException;
import dev.isotherm.server.service.RequestException.Kind;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.NotFoundResponse;
import io.javalin.util.JavalinException;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Set;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP listener. */
public final class HttpServer {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private static final int SPARE_THREADS = 64;

    /** Jetty needs a moment to close idle connections. */
    private static final long MIN_STOP_MILLIS = 2_000;

    private final ServerConfig config;
    private final ServerMetrics metrics;
    private final Javalin javalin;

    public HttpServer(ServerConfig config, Routes routes, ServerMetrics metrics) {
        this.config = config;
        this.metrics = metrics;
        this.javalin = Javalin.create(javalinConfig -> configure(javalinConfig, routes));
    }

    /**
     * Listens.
     *
     * @throws SettingException when the address cannot be listened on
     */
    public void start() {
        try {
            javalin.start();
        } catch (JavalinException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new SettingException("hostname %s and port %d%s cannot be listened on: %s".formatted(
                    config.listener().hostname(), config.listener().port(), others(config.listener()), cause.getMessage()));
        }
    }

    /** The port that is listened on. */
    public int port() {
        return port(Connectors.MAIN).orElseThrow();
    }

    /** The port of metrics and health, where they have one of their own. */
    public OptionalInt metricsPort() {
        return port(Connectors.METRICS);
    }

    private OptionalInt port(String name) {
        return Arrays.stream(javalin.jettyServer().server().getConnectors())
                .filter(connector -> name.equals(connector.getName()))
                .mapToInt(connector -> ((NetworkConnector) connector).getLocalPort())
                .findFirst();
    }

    private static String others(Listener listener) {
        return listener.metricsPort().map(port -> ", metrics-port " + port).orElse("")
                + listener.unixSocket().map(path -> ", uds-path " + path).orElse("");
    }

    /** Stops listening; answers under way may take {@code timeout} to be written. */
    public void stop(Duration timeout) {
        javalin.jettyServer().server().setStopTimeout(Math.max(MIN_STOP_MILLIS, timeout.toMillis()));
        try {
            javalin.stop();
        } catch (RuntimeException e) {
            LOG.warn("connections were closed before their answers were written: {}", e.getMessage());
        }
    }

    private void configure(JavalinConfig javalinConfig, Routes routes) {
        javalinConfig.startup.showJavalinBanner = false;
        javalinConfig.startup.showOldJavalinVersionWarning = false;
        javalinConfig.startup.startupWatcherEnabled = false;
        // Floats hardly compress, and gzip costs more than the forward pass of a short text.
        javalinConfig.http.compressionStrategy = CompressionStrategy.NONE;
        javalinConfig.http.prefer405over404 = true;
        // Every admitted request may block a thread while its body comes in; health is still answered then.
        javalinConfig.jetty.threadPool = new QueuedThreadPool(config.limits().maxConcurrentRequests() + SPARE_THREADS);
        javalinConfig.jetty.modifyServletContextHandler(context -> context.getServletHandler().setDecodeAmbiguousURIs(true));
        javalinConfig.jetty.modifyServer(server -> {
            server.insertHandler(new GracefulHandler());
            server.setErrorHandler(new TransportErrors());
            HttpConfiguration http = new HttpConfiguration();
            http.setSendServerVersion(false);
            // Clients write the slash of a model's id as %2F.
            http.setUriCompliance(UriCompliance.from(Set.of(UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR)));
            Connectors.of(config.listener(), server, http).forEach(server::addConnector);
        });
        javalinConfig.routes.before(RequestIds::set);
        config.listener().metricsPort().ifPresent(port -> javalinConfig.routes.before(this::requireRightPort));
        if (!config.access().allowedOrigins().isEmpty()) {
            javalinConfig.registerPlugin(CrossOrigin.plugin(config.access().allowedOrigins()));
        }
        javalinConfig.routes.exception(HttpResponseException.class, (e, ctx) -> refuse(ctx, kind(e), e.getMessage()));
        javalinConfig.routes.exception(Exception.class, (e, ctx) -> {
            LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
            refuse(ctx, Kind.INTERNAL, "the server failed; its log says why");
        });
        routes.register(javalinConfig.routes);
    }

    /** What is for operators stays off the port that is for clients, and the other way round. */
    private void requireRightPort(Context ctx) {
        boolean metricsPort = ctx.req().getLocalPort() == metricsPort().orElse(-1);
        boolean metricsPath = ctx.path().equals("/metrics");
        if (metricsPort ? !metricsPath && !ctx.path().startsWith("/health") : metricsPath) {
            throw new NotFoundResponse("it is on the other port");
        }
    }

    private static Kind kind(HttpResponseException e) {
        return switch (e.getStatus()) {
            case 404 -> Kind.NOT_FOUND;
            case 405 -> Kind.METHOD_NOT_ALLOWED;
            case 413 -> Kind.PAYLOAD_TOO_LARGE;
            default -> Kind.MALFORMED;
        };
    }

    /** For requests that reach no route of ours. */
    private void refuse(Context ctx, Kind kind, String message) {
        Dialect dialect = ctx.path().startsWith("/v1/") ? new OpenAiDialect() : ctx.path().startsWith("/v2/") ? new CohereDialect() : new TeiDialect();
        int status = dialect.status(kind);
        ctx.status(status).contentType("application/json").result(dialect.body(new RequestException(kind, message)));
        metrics.request(ServerMetrics.OTHER_ROUTE, status, Duration.ZERO);
    }
}
