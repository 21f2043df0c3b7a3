package dev.isotherm.server.cli;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.torch.Backend;
import dev.isotherm.server.IsothermServer;
import dev.isotherm.server.config.Limits;
import dev.isotherm.server.config.ServerConfig;
import dev.isotherm.server.service.ServedModel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code isotherm serve}. */
@Command(name = "serve", description = "Serves a model over HTTP.", mixinStandardHelpOptions = true,
        footer = "%nEvery flag is also an environment variable: --max-batch-tokens is ISOTHERM_MAX_BATCH_TOKENS.")
final class ServeCommand implements Callable<Integer> {

    /** Returned while the server runs on. */
    static final int SERVING = -1;

    /** The process ends with it when a device is lost, so that whatever supervises it starts a new one. */
    static final int DEVICE_LOST = 3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelFlags model;

    @Mixin
    private TemperatureFlag temperature;

    @Mixin
    private ListenerFlags listener;

    @Mixin
    private AccessFlags access;

    @Mixin
    private ObservationFlags observation;

    @Option(names = "--served-model-name", paramLabel = "<name>", split = ",",
            description = "Names that clients may give the model besides its id, separated by commas; * accepts all.")
    private List<String> servedModelNames = List.of();

    @Option(names = "--auto-truncate", paramLabel = "<bool>", arity = "1", defaultValue = "true",
            description = "Whether texts beyond the window are cut when a request does not say (default: ${DEFAULT-VALUE}).")
    private boolean autoTruncate;

    @Option(names = "--max-batch-tokens", paramLabel = "<n>",
            description = "Token budget of a forward pass (default: 2048 on a CPU, 16384 on CUDA).")
    private Integer maxBatchTokens;

    @Option(names = "--max-queue-tokens", paramLabel = "<n>",
            description = "Tokens that may wait; more is answered 429 (default: 1048576).")
    private Integer maxQueueTokens;

    @Option(names = "--max-concurrent-requests", paramLabel = "<n>",
            description = "Requests in the server at once; more is answered 429 (default: 512).")
    private Integer maxConcurrentRequests;

    @Option(names = "--max-client-batch-size", paramLabel = "<n>", description = "Inputs in one request (default: 2048).")
    private Integer maxClientBatchSize;

    @Option(names = "--payload-limit", paramLabel = "<bytes>", description = "Bytes of a request body (default: 16000000).")
    private Integer payloadLimit;

    @Option(names = "--max-text-characters", paramLabel = "<n>", description = "Characters of one input (default: 1048576).")
    private Integer maxTextCharacters;

    @Option(names = "--tokenization-workers", paramLabel = "<n>",
            description = "Threads that tokenize (default: one fewer than the processors granted; on CUDA as many).")
    private Integer tokenizationWorkers;

    @Option(names = "--replicas", paramLabel = "<n>", defaultValue = "1",
            description = "Threads that run forward passes on each CUDA device, so that the next batch is made ready while one runs "
                    + "(default: ${DEFAULT-VALUE}).")
    private int replicas;

    @Option(names = "--default-deadline", paramLabel = "<seconds>",
            description = "How long a request may take that does not say so in X-Isotherm-Deadline-Ms; it is answered 504 then, and "
                    + "dropped before it costs compute (default: as long as it takes).")
    private Double defaultDeadline;

    @Option(names = "--drain-delay", paramLabel = "<seconds>", defaultValue = "0",
            description = "How long work is still accepted after SIGTERM, while load balancers notice (default: ${DEFAULT-VALUE}).")
    private int drainDelay;

    @Option(names = "--drain-timeout", paramLabel = "<seconds>", defaultValue = "30",
            description = "How long accepted work may take to finish after that (default: ${DEFAULT-VALUE}).")
    private int drainTimeout;

    @Option(names = "--expected-fingerprint", paramLabel = "<fingerprint>",
            description = "The space that indexes hold; the server does not start when it would embed into another one.")
    private String expectedFingerprint;

    @Override
    public Integer call() {
        new EnvironmentDefaults(System.getenv()).requireKnown(options());
        ServerConfig config = config();
        Embedder embedder = ModelFlags.load(config.embedder());
        serve(new IsothermServer(fitting(config, embedder.backend()), ServedModel.of(embedder, config.replicas())));
        return SERVING;
    }

    private Stream<OptionSpec> options() {
        return spec.root().subcommands().values().stream().flatMap(command -> command.getCommandSpec().options().stream());
    }

    /** What was not asked for is as it suits the device: a GPU takes larger batches, and needs every core to be fed. */
    private ServerConfig fitting(ServerConfig config, Backend backend) {
        ServerConfig fitting = maxBatchTokens == null ? config.withMaxBatchTokens(backend.batchTokens()) : config;
        boolean everyCore = tokenizationWorkers == null && backend.hardware().isPresent();
        return everyCore ? fitting.withTokenizationWorkers(Runtime.getRuntime().availableProcessors()) : fitting;
    }

    /** Until the process is told to end, or a device is lost; what was accepted is finished in either case. */
    static void serve(IsothermServer server) {
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "drain"));
        server.deviceLost().thenRun(() -> new Thread(() -> System.exit(DEVICE_LOST), "device-lost").start());
    }

    ServerConfig config() {
        return new ServerConfig(
                model.options(temperature.policy()),
                listener.listener(),
                access.access(),
                servedModelNames,
                autoTruncate,
                Optional.ofNullable(tokenizationWorkers).orElseGet(ServerConfig::defaultTokenizationWorkers),
                replicas,
                Optional.ofNullable(defaultDeadline).map(seconds -> Duration.ofMillis((long) (1000 * seconds))),
                Duration.ofSeconds(drainDelay),
                Duration.ofSeconds(drainTimeout),
                Optional.ofNullable(expectedFingerprint),
                observation.tracing(),
                limits());
    }

    private Limits limits() {
        Limits defaults = Limits.DEFAULTS;
        return new Limits(
                Optional.ofNullable(maxBatchTokens).orElse(defaults.maxBatchTokens()),
                Optional.ofNullable(maxQueueTokens).orElse(defaults.maxQueueTokens()),
                Optional.ofNullable(maxConcurrentRequests).orElse(defaults.maxConcurrentRequests()),
                Optional.ofNullable(maxClientBatchSize).orElse(defaults.maxClientBatchSize()),
                Optional.ofNullable(payloadLimit).orElse(defaults.payloadLimit()),
                Optional.ofNullable(maxTextCharacters).orElse(defaults.maxTextCharacters()));
    }
}
