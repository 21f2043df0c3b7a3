package dev.isotherm.server;

import dev.isotherm.engine.torch.TorchNatives;
import dev.isotherm.server.config.Limits;
import dev.isotherm.server.metrics.ServerMetrics;
import dev.isotherm.server.queue.BatchQueue;
import dev.isotherm.server.queue.DrainRate;
import dev.isotherm.server.service.Admission;
import dev.isotherm.server.service.LengthCollapse;
import dev.isotherm.server.service.RequestException.Kind;
import dev.isotherm.server.service.ServedModel;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Arrays;
import java.util.Map;

/** The metrics of one server, with the gauges that look into its parts. */
final class ServerSeries {

    private ServerSeries() {}

    static ServerMetrics create(
            ServedModel model, Limits limits, BatchQueue queue, Admission admission, DrainRate drainRate, LengthCollapse collapse) {
        ServerMetrics metrics = new ServerMetrics();
        metrics.registerReasons(Arrays.stream(Kind.values()).map(Kind::name));
        metrics.gauge("isotherm.requests.limit", "Requests that may be in the server", limits::maxConcurrentRequests);
        metrics.gauge("isotherm.queue.tokens.limit", "Tokens that may wait for a device", limits::maxQueueTokens);
        metrics.gauge("isotherm.batch.tokens.budget", "Tokens of a batch at most", limits::maxBatchTokens);
        collapse.buckets().forEach(bucket -> metrics.labelled(
                "isotherm.length.collapse.cosine",
                "Mean cosine between vectors of the last texts of about one length, if there were enough",
                bucket::meanCosine, Map.of("tokens", bucket.label())));
        metrics.gauge("isotherm.requests.inside", "Requests in the server", admission::inside);
        metrics.gauge("isotherm.queue.requests", "Requests with a text waiting for a device", queue::waitingRequests);
        metrics.gauge("isotherm.queue.tokens", "Tokens waiting for a device", queue::waitingTokens);
        metrics.gauge("isotherm.drain.rate", "Tokens a second that devices work off while they are busy", drainRate::tokensPerSecond);
        metrics.gauge("isotherm.predicted.wait.seconds", "How long what waits for a device will take at that rate",
                () -> drainRate.predictedWait(queue.waitingTokens()).toMillis() / 1e3);
        metrics.gauge("isotherm.resident.memory.bytes", "Memory of the process", TorchNatives::residentBytes);
        metrics.gauge(
                "isotherm.native.memory.bytes",
                "Memory of the process beyond what Java objects and classes use: weights, tensors, tokenizers, free heap",
                ServerSeries::nativeBytes);
        metrics.info("isotherm.build.info", "What is running", Map.of(
                "version", Version.current(),
                "libtorch", TorchNatives.version(),
                "java", Runtime.version().toString(),
                "model", model.description().id(),
                "fingerprint", model.space().fingerprint(),
                "backend", model.compute().backend(),
                "device", model.compute().device(),
                "dtype", model.compute().dtype()));
        model.compute().gpus().forEach(gpu -> metrics.labelled("isotherm.device.memory.bytes", "Memory of a GPU, used or not",
                gpu.hardware()::memoryBytes, Map.of(
                        "device", gpu.device(), "name", gpu.hardware().name(), "compute_capability", gpu.hardware().computeCapability())));
        return metrics;
    }

    private static long nativeBytes() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long java = memory.getHeapMemoryUsage().getUsed() + memory.getNonHeapMemoryUsage().getUsed();
        return Math.max(0, TorchNatives.residentBytes() - java);
    }
}
