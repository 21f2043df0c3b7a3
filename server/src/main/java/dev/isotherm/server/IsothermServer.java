package dev.isotherm.server;

import dev.isotherm.engine.batch.BatchPlanner;
import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.model.DeviceLostException;
import dev.isotherm.engine.model.DeviceMemoryException;
import dev.isotherm.engine.model.Encoder;
import dev.isotherm.engine.model.ForwardException;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Truncation;
import dev.isotherm.engine.torch.BackendException;
import dev.isotherm.server.config.ServerConfig;
import dev.isotherm.server.config.SettingException;
import dev.isotherm.server.http.HttpServer;
import dev.isotherm.server.http.Routes;
import dev.isotherm.server.metrics.ServerMetrics;
import dev.isotherm.server.queue.BatchQueue;
import dev.isotherm.server.queue.Devices;
import dev.isotherm.server.queue.DrainRate;
import dev.isotherm.server.service.Admission;
import dev.isotherm.server.service.LengthCollapse;
import dev.isotherm.server.service.Readiness;
import dev.isotherm.server.service.RequestException;
import dev.isotherm.server.service.RequestException.Kind;
import dev.isotherm.server.service.ServedModel;
import dev.isotherm.server.service.Services;
import dev.isotherm.server.service.Workers;
import dev.isotherm.server.tracing.Traces;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server with one model: wires the parts, starts them, and stops them without losing what was accepted. */
public final class IsothermServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IsothermServer.class);
    private static final String PROBE_TEXT = "isotherm";
    /** For answers to those whose work is given up. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private static final long MAX_RETRY_AFTER = 600;
    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(5);

    private final ServerConfig config;
    private final ServedModel model;
    private final Workers workers;
    private final BatchQueue queue;
    private final Admission admission;
    private final Readiness readiness;
    private final ServerMetrics metrics;
    private final Traces traces;
    private final HttpServer http;
    private final Devices devices;

    /** Takes the model over: stopping the server closes it. */
    public IsothermServer(ServerConfig config, ServedModel model) {
        this.config = config;
        this.model = model;
        workers = Workers.start(config.tokenizationWorkers());
        queue = new BatchQueue(config.limits().maxQueueTokens(), workers.responses());
        admission = new Admission(config.limits().maxConcurrentRequests(), config.limits().payloadLimit());
        readiness = new Readiness(queue, probe(model));
        DrainRate drainRate = new DrainRate(model.encoders().size());
        traces = Traces.of(config.tracing(), Version.current());
        LengthCollapse collapse = new LengthCollapse();
        metrics = ServerSeries.create(model, config.limits(), queue, admission, drainRate, collapse);
        Services services = Services.of(model, config, queue, workers, metrics, collapse);
        http = new HttpServer(
                config,
                new Routes(config, model, services, admission, readiness, metrics, traces, workers.writers(),
                        () -> retryAfterSeconds(drainRate.predictedWait(queue.waitingTokens())), Version.current()),
                metrics);
        devices = new Devices(
                queue, model.encoders(), new BatchPlanner(config.limits().maxBatchTokens()), List.of(metrics, readiness, drainRate));
        devices.lost().thenAcceptAsync(this::refuseForGood, workers.responses());
    }

    /**
     * Runs one forward pass on each device, then listens.
     *
     * @throws BackendException when the model cannot run here
     * @throws SettingException when the address cannot be listened on, or another space is expected
     */
    public IsothermServer start() {
        requireExpectedSpace();
        for (Encoder encoder : model.encoders()) {
            tryOut(encoder);
        }
        devices.start();
        http.start();
        LOG.atInfo()
                .addKeyValue("address", config.listener().hostname() + ":" + port())
                .addKeyValue("model", model.description().id())
                .addKeyValue("fingerprint", model.space().fingerprint())
                .addKeyValue("attention_temperature", model.space().document().temperature())
                .addKeyValue("pooling", model.description().pooling().label())
                .addKeyValue("max_input_tokens", model.description().maxInputTokens())
                .addKeyValue("backend", model.compute().backend())
                .addKeyValue("device", model.compute().device())
                .addKeyValue("dtype", model.compute().dtype())
                .addKeyValue("chosen", model.compute().reason())
                .addKeyValue("threads", model.compute().threads())
                .addKeyValue("limits", config.limits())
                .log("serving");
        return this;
    }

    private void requireExpectedSpace() {
        String fingerprint = model.space().fingerprint();
        config.expectedFingerprint().filter(expected -> !expected.equals(fingerprint)).ifPresent(expected -> {
            throw new SettingException(("expected-fingerprint is %s, but this model embeds into space %s with these settings: an index made in "
                    + "the one must be made again for the other").formatted(expected, fingerprint));
        });
    }

    private void tryOut(Encoder encoder) {
        try {
            encoder.encode(PackedBatch.pack(List.of(probe(model)), encoder.layers()));
        } catch (DeviceMemoryException e) {
            throw new BackendException("the device's memory suffices for the model, but not for a first forward pass: free some, or choose a "
                    + "smaller --dtype, another --device or a smaller model", e);
        } catch (ForwardException e) {
            throw new BackendException("%s: %s".formatted(e.getMessage(), BackendException.reason(e.getCause() == null ? e : e.getCause())), e);
        }
    }

    /** The port that is listened on. */
    public int port() {
        return http.port();
    }

    /** The port of metrics and health, where they have one of their own. */
    public OptionalInt metricsPort() {
        return http.metricsPort();
    }

    /** Completes when a device is lost: the server refuses all work from then on, and its process should end. */
    public CompletableFuture<DeviceLostException> deviceLost() {
        return devices.lost();
    }

    /** Requests that were let in and not yet answered. */
    public int requestsInside() {
        return admission.inside();
    }

    /** Tokens that wait for the device. */
    public long queuedTokens() {
        return queue.waitingTokens();
    }

    /**
     * Stops in order: not ready at once; work is still accepted for the drain delay, then refused; what was accepted may take
     * the drain timeout to finish.
     */
    @Override
    public void close() {
        try {
            readiness.drain();
            LOG.info("draining: not ready, {} requests inside", admission.inside());
            Thread.sleep(config.drainDelay().toMillis());
            admission.refuse(Kind.DRAINING, "the server is shutting down");
            long deadline = System.nanoTime() + config.drainTimeout().toNanos();
            if (!admission.awaitEmpty(config.drainTimeout())) {
                LOG.warn("{} requests did not finish within {}", admission.inside(), config.drainTimeout());
                queue.fail(new RequestException(Kind.DRAINING, "the server shut down before it came to this request"));
                admission.awaitEmpty(FAREWELL);
            }
            http.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            release();
            LOG.info("stopped");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Native memory is freed only when no thread uses it any more. */
    private void release() throws InterruptedException {
        queue.close();
        if (devices.join(RELEASE_TIMEOUT)) {
            model.encoders().stream().distinct().forEach(Encoder::close);
        }
        if (workers.stop(RELEASE_TIMEOUT)) {
            model.tokenizer().close();
        }
        metrics.close();
        traces.close();
    }

    private void refuseForGood(DeviceLostException failure) {
        readiness.drain();
        admission.refuse(Kind.DEVICE_LOST, failure.getMessage());
    }

    /** When what waits now will have been worked off. */
    private static long retryAfterSeconds(Duration wait) {
        return Math.max(1, Math.min(MAX_RETRY_AFTER, wait.plusMillis(999).toSeconds()));
    }

    private static Sequence probe(ServedModel model) {
        Truncation window = new Truncation(model.description().maxInputTokens(), Truncation.Side.RIGHT);
        return new Sequence(model.tokenizer().encode(PROBE_TEXT, window), AttentionTemperature.NONE);
    }
}
