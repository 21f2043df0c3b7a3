package dev.isotherm.server.config;

import dev.isotherm.engine.EmbedderOptions;
import java.time.Duration;
import java.util.List;

/**
 * All settings of a server.
 *
 * @param embedder model, temperature and device
 * @param hostname address to listen on
 * @param port TCP port; 0 takes a free one
 * @param servedModelNames names that clients may give the model besides its id; {@code *} accepts all
 * @param autoTruncate whether texts beyond the model's window are cut when a request does not say
 * @param tokenizationWorkers threads that tokenize
 * @param replicas threads that run forward passes on each device, sharing its weights; more than one is for CUDA
 * @param drainDelay how long work is still accepted after SIGTERM, while load balancers notice
 * @param drainTimeout how long accepted work may take to finish after that
 */
public record ServerConfig(
        EmbedderOptions embedder,
        String hostname,
        int port,
        List<String> servedModelNames,
        boolean autoTruncate,
        int tokenizationWorkers,
        int replicas,
        Duration drainDelay,
        Duration drainTimeout,
        Limits limits) {

    private static final int MAX_PORT = 65_535;
    private static final int MAX_WORKERS = 1024;
    private static final int MAX_REPLICAS = 16;

    public ServerConfig {
        servedModelNames = List.copyOf(servedModelNames);
        if (port < 0 || port > MAX_PORT) {
            throw new SettingException("port", port, "0 to " + MAX_PORT);
        }
        if (tokenizationWorkers < 1 || tokenizationWorkers > MAX_WORKERS) {
            throw new SettingException("tokenization-workers", tokenizationWorkers, "1 to " + MAX_WORKERS);
        }
        if (replicas < 1 || replicas > MAX_REPLICAS) {
            throw new SettingException("replicas", replicas, "1 to " + MAX_REPLICAS);
        }
        requireNotNegative("drain-delay", drainDelay);
        requireNotNegative("drain-timeout", drainTimeout);
    }

    /** The bundled model on port 8080, everything else as documented. */
    public static ServerConfig defaults() {
        return new ServerConfig(
                EmbedderOptions.defaults(),
                "0.0.0.0",
                8080,
                List.of(),
                true,
                defaultTokenizationWorkers(),
                1,
                Duration.ZERO,
                Duration.ofSeconds(30),
                Limits.DEFAULTS);
    }

    /** One core is left to the forward pass. */
    public static int defaultTokenizationWorkers() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }

    public ServerConfig withPort(int chosen) {
        return new ServerConfig(embedder, hostname, chosen, servedModelNames, autoTruncate, tokenizationWorkers, replicas, drainDelay,
                drainTimeout, limits);
    }

    public ServerConfig with(EmbedderOptions chosen) {
        return new ServerConfig(chosen, hostname, port, servedModelNames, autoTruncate, tokenizationWorkers, replicas, drainDelay,
                drainTimeout, limits);
    }

    public ServerConfig withTokenizationWorkers(int chosen) {
        return new ServerConfig(embedder, hostname, port, servedModelNames, autoTruncate, chosen, replicas, drainDelay, drainTimeout, limits);
    }

    public ServerConfig withMaxBatchTokens(int chosen) {
        return new ServerConfig(embedder, hostname, port, servedModelNames, autoTruncate, tokenizationWorkers, replicas, drainDelay,
                drainTimeout, limits.withMaxBatchTokens(chosen));
    }

    private static void requireNotNegative(String setting, Duration value) {
        if (value.isNegative()) {
            throw new SettingException(setting, value, "0 and more");
        }
    }
}
