package dev.isotherm.server.http;

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
import io.javalin.util.JavalinBindException;
import java.time.Duration;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP listener. */
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

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
            javalin.start(config.hostname(), config.port());
        } catch (JavalinBindException e) {
            throw new SettingException("port", config.port(), "one that nothing else listens on at " + config.hostname());
        }
    }

    /** The port that is listened on. */
    public int port() {
        return javalin.port();
    }

    /** Stops listening; answers under way are still written. */
    @Override
    public void close() {
        javalin.stop();
    }

    private void configure(JavalinConfig javalinConfig, Routes routes) {
        javalinConfig.startup.showJavalinBanner = false;
        javalinConfig.startup.showOldJavalinVersionWarning = false;
        javalinConfig.startup.startupWatcherEnabled = false;
        // Floats hardly compress, and gzip costs more than the forward pass of a short text.
        javalinConfig.http.compressionStrategy = CompressionStrategy.NONE;
        javalinConfig.http.prefer405over404 = true;
        javalinConfig.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        javalinConfig.jetty.modifyServer(server -> {
            server.insertHandler(new GracefulHandler());
            server.setStopTimeout(config.drainTimeout().toMillis());
            server.setErrorHandler(new TransportErrors());
        });
        javalinConfig.routes.exception(HttpResponseException.class, (e, ctx) -> refuse(ctx, kind(e), e.getMessage()));
        javalinConfig.routes.exception(Exception.class, (e, ctx) -> {
            LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
            refuse(ctx, Kind.INTERNAL, "the server failed; its log says why");
        });
        routes.register(javalinConfig.routes);
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
        Dialect dialect = ctx.path().startsWith("/v1/") ? new OpenAiDialect() : new TeiDialect();
        int status = dialect.status(kind);
        ctx.status(status).contentType("application/json").result(dialect.body(new RequestException(kind, message)));
        metrics.request(ServerMetrics.OTHER_ROUTE, status, Duration.ZERO);
    }
}
