package dev.isotherm.server.config;

import dev.isotherm.engine.EmbedderOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All settings of a server.
 *
 * @param embedder model, temperature and device
 * @param servedModelNames names that clients may give the model besides its id; {@code *} accepts all
 * @param autoTruncate whether texts beyond the model's window are cut when a request does not say
 * @param tokenizationWorkers threads that tokenize
 * @param replicas threads that run forward passes on each device, sharing its weights; more than one is for CUDA
 * @param deadline how long a request may take when it does not say; empty for as long as it takes
 * @param drainDelay how long work is still accepted after SIGTERM, while load balancers notice
 * @param drainTimeout how long accepted work may take to finish after that
 * @param expectedFingerprint the space that indexes hold; the server does not start when it would embed into another one
 * @param tracing where traces go; empty for nowhere
 */
public record ServerConfig(
        EmbedderOptions embedder,
        Listener listener,
        Access access,
        List<String> servedModelNames,
        boolean autoTruncate,
        int tokenizationWorkers,
        int replicas,
        Optional<Duration> deadline,
        Duration drainDelay,
        Duration drainTimeout,
        Optional<String> expectedFingerprint,
        Optional<Tracing> tracing,
        Limits limits) {

    private static final int MAX_WORKERS = 1024;
    private static final int MAX_REPLICAS = 16;

    public ServerConfig {
        servedModelNames = List.copyOf(servedModelNames);
        if (tokenizationWorkers < 1 || tokenizationWorkers > MAX_WORKERS) {
            throw new SettingException("tokenization-workers", tokenizationWorkers, "1 to " + MAX_WORKERS);
        }
        if (replicas < 1 || replicas > MAX_REPLICAS) {
            throw new SettingException("replicas", replicas, "1 to " + MAX_REPLICAS);
        }
        deadline.filter(time -> time.isNegative() || time.isZero()).ifPresent(time -> {
            throw new SettingException("default-deadline", time, "more than 0");
        });
        requireNotNegative("drain-delay", drainDelay);
        requireNotNegative("drain-timeout", drainTimeout);
    }

    /** The bundled model on port 8080, everything else as documented. */
    public static ServerConfig defaults() {
        return new ServerConfig(
                EmbedderOptions.defaults(),
                Listener.of(8080),
                Access.OPEN,
                List.of(),
                true,
                defaultTokenizationWorkers(),
                1,
                Optional.empty(),
                Duration.ZERO,
                Duration.ofSeconds(30),
                Optional.empty(),
                Optional.empty(),
                Limits.DEFAULTS);
    }

    /** One core is left to the forward pass. */
    public static int defaultTokenizationWorkers() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }

    public ServerConfig withPort(int chosen) {
        return with(listener.withPort(chosen));
    }

    public ServerConfig with(Listener chosen) {
        return new ServerConfig(embedder, chosen, access, servedModelNames, autoTruncate, tokenizationWorkers, replicas, deadline,
                drainDelay, drainTimeout, expectedFingerprint, tracing, limits);
    }

    public ServerConfig with(Access chosen) {
        return new ServerConfig(embedder, listener, chosen, servedModelNames, autoTruncate, tokenizationWorkers, replicas, deadline,
                drainDelay, drainTimeout, expectedFingerprint, tracing, limits);
    }

    public ServerConfig with(EmbedderOptions chosen) {
        return new ServerConfig(chosen, listener, access, servedModelNames, autoTruncate, tokenizationWorkers, replicas, deadline,
                drainDelay, drainTimeout, expectedFingerprint, tracing, limits);
    }

    public ServerConfig withExpectedFingerprint(String chosen) {
        return new ServerConfig(embedder, listener, access, servedModelNames, autoTruncate, tokenizationWorkers, replicas, deadline,
                drainDelay, drainTimeout, Optional.of(chosen), tracing, limits);
    }

    public ServerConfig with(Tracing chosen) {
        return new ServerConfig(embedder, listener, access, servedModelNames, autoTruncate, tokenizationWorkers, replicas, deadline,
                drainDelay, drainTimeout, expectedFingerprint, Optional.of(chosen), limits);
    }

    public ServerConfig withDeadline(Duration chosen) {
        return new ServerConfig(embedder, listener, access, servedModelNames, autoTruncate, tokenizationWorkers, replicas,
                Optional.of(chosen), drainDelay, drainTimeout, expectedFingerprint, tracing, limits);
    }

    public ServerConfig withDrainTimeout(Duration chosen) {
        return new ServerConfig(embedder, listener, access, servedModelNames, autoTruncate, tokenizationWorkers, replicas, deadline,
                drainDelay, chosen, expectedFingerprint, tracing, limits);
    }

    public ServerConfig withTokenizationWorkers(int chosen) {
        return new ServerConfig(embedder, listener, access, servedModelNames, autoTruncate, chosen, replicas, deadline, drainDelay,
                drainTimeout, expectedFingerprint, tracing, limits);
    }

    public ServerConfig withMaxBatchTokens(int chosen) {
        return new ServerConfig(embedder, listener, access, servedModelNames, autoTruncate, tokenizationWorkers, replicas, deadline,
                drainDelay, drainTimeout, expectedFingerprint, tracing, limits.withMaxBatchTokens(chosen));
    }

    private static void requireNotNegative(String setting, Duration value) {
        if (value.isNegative()) {
            throw new SettingException(setting, value, "0 and more");
        }
    }
}
