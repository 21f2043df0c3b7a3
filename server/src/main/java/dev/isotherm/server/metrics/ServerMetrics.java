package dev.isotherm.server.metrics;

import dev.isotherm.server.queue.BatchObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the server tells Prometheus. Every series exists from the start, so that a rate is never missing its first step. */
public final class ServerMetrics implements BatchObserver, AutoCloseable {

    /** Routes counted by name; every other path is {@code other}. */
    public static final String OTHER_ROUTE = "other";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Timer queueDuration;
    private final Timer tokenizeDuration;
    private final Timer forwardDuration;
    private final Counter forwardFailures;
    private final Counter outOfMemory;
    private final Counter inputs;
    private final Counter tokens;
    private final Counter truncatedInputs;
    private final Counter truncatedTokens;
    private final Timer serializeDuration;
    private final Counter forwardedTokens;
    private final DistributionSummary inputTokens;
    private final DistributionSummary temperatures;
    private final DistributionSummary batchSequences;
    private final DistributionSummary batchTokens;
    private final JvmSeries jvm;

    public ServerMetrics() {
        registry.config().meterFilter(bucketsOf("isotherm.", Buckets.SECONDS));
        queueDuration = timer("isotherm.queue.duration", "Time a sequence waited for a device");
        tokenizeDuration = timer("isotherm.tokenize.duration", "Time it took to tokenize a request");
        forwardDuration = timer("isotherm.forward.duration", "Time of a forward pass");
        serializeDuration = timer("isotherm.serialize.duration", "Time it took to write an answer's body");
        forwardedTokens = counter("isotherm.forwarded.tokens", "Tokens that went through forward passes");
        inputTokens = summary("isotherm.input.tokens", "Tokens of a text, before truncation", Buckets.TOKENS);
        temperatures = summary("isotherm.attention.temperature", "Attention temperature of a text in the first layer", Buckets.TEMPERATURES);
        forwardFailures = counter("isotherm.forward.failures", "Forward passes that failed");
        outOfMemory = counter("isotherm.out.of.memory", "Forward passes that ran again in parts since a device's memory did not suffice");
        inputs = counter("isotherm.inputs", "Texts received");
        tokens = counter("isotherm.tokens", "Tokens received, before truncation");
        truncatedInputs = counter("isotherm.truncated.inputs", "Texts cut at the model's window");
        truncatedTokens = counter("isotherm.truncated.tokens", "Tokens cut off at the model's window");
        batchSequences = summary("isotherm.batch.sequences", "Sequences in a batch", Buckets.SEQUENCES);
        batchTokens = summary("isotherm.batch.tokens", "Tokens in a batch", Buckets.TOKENS);
        jvm = new JvmSeries(registry);
    }

    /** Creates the series of one route with every status it may answer. */
    public void registerRoute(String route, int... statuses) {
        requestTimer(route);
        for (int status : statuses) {
            requestCounter(route, status);
        }
    }

    public void request(String route, int status, Duration took) {
        requestCounter(route, status).increment();
        requestTimer(route).record(took);
    }

    /** The body of an answer was written. */
    public void serialized(Duration took) {
        serializeDuration.record(took);
    }

    /** A request was not answered as it wished. */
    public void refused(String reason) {
        refusal(reason).increment();
    }

    /** Creates the series of each reason. */
    public void registerReasons(Stream<String> reasons) {
        reasons.forEach(this::refusal);
    }

    /** A text goes to the model. */
    public void text(int tokensOfText) {
        inputTokens.record(tokensOfText);
    }

    /** One of the forward passes that a text takes. */
    public void temperature(double temperature) {
        temperatures.record(temperature);
    }

    public void tokenized(int texts, long before, long used, long truncated, Duration took) {
        inputs.increment(texts);
        tokens.increment(before);
        truncatedInputs.increment(truncated);
        truncatedTokens.increment(before - used);
        tokenizeDuration.record(took);
    }

    @Override
    public void queued(Duration waited) {
        queueDuration.record(waited);
    }

    @Override
    public void forward(int sequences, int packedTokens, Duration took) {
        forwardDuration.record(took);
        forwardedTokens.increment(packedTokens);
        batchSequences.record(sequences);
        batchTokens.record(packedTokens);
    }

    @Override
    public void forwardFailed() {
        forwardFailures.increment();
    }

    @Override
    public void outOfMemory(int maxBatchTokens) {
        outOfMemory.increment();
    }

    /** A value that is read when Prometheus asks. */
    public void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    /** A constant 1 whose labels say what is running. */
    public void info(String name, String description, Map<String, String> labels) {
        labelled(name, description, () -> 1, labels);
    }

    /** One of several values of a name. */
    public void labelled(String name, String description, Supplier<Number> value, Map<String, String> labels) {
        Gauge.Builder<Supplier<Number>> gauge = Gauge.builder(name, value).description(description);
        labels.forEach(gauge::tag);
        gauge.register(registry);
    }

    /** The Prometheus text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        jvm.close();
        registry.close();
    }

    private Counter requestCounter(String route, int status) {
        return Counter.builder("isotherm.requests")
                .description("Requests answered")
                .tags("route", route, "status", Integer.toString(status))
                .register(registry);
    }

    private Counter refusal(String reason) {
        return Counter.builder("isotherm.refusals")
                .description("Requests that were not answered as they wished, by reason")
                .tags("reason", reason.toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private Timer requestTimer(String route) {
        return Timer.builder("isotherm.request.duration")
                .description("Time from a request's arrival to its answer")
                .tags("route", route)
                .register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name).description(description).register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private DistributionSummary summary(String name, String description, double[] buckets) {
        return DistributionSummary.builder(name)
                .description(description)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    /** All timers of a prefix share one set of buckets. */
    private static MeterFilter bucketsOf(String prefix, Duration[] bounds) {
        double[] nanos = Arrays.stream(bounds).mapToDouble(Duration::toNanos).toArray();
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                boolean timer = id.getType() == Meter.Type.TIMER && id.getName().startsWith(prefix);
                return timer
                        ? DistributionStatisticConfig.builder().serviceLevelObjectives(nanos).build().merge(config)
                        : config;
            }
        };
    }
}
