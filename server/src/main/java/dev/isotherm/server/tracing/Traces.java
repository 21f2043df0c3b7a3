package dev.isotherm.server.tracing;

import dev.isotherm.server.config.Tracing;
import dev.isotherm.server.service.Timings;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One span a request, and within it one each for tokenizing, the queue and the forward passes. They are made when all is over, from
 * what was measured anyway, so that nothing is carried through the server for them.
 */
public final class Traces implements AutoCloseable {

    private static final int SERVER_ERRORS = 500;
    private static final long FLUSH_SECONDS = 5;
    private static final TextMapGetter<Map<String, String>> FIELDS = new MapGetter();

    private final Optional<SdkTracerProvider> provider;
    private final Optional<Tracer> tracer;

    private Traces(Optional<SdkTracerProvider> provider) {
        this.provider = provider;
        this.tracer = provider.map(sdk -> sdk.get("dev.isotherm"));
    }

    /**
     * @param tracing empty for no traces
     */
    public static Traces of(Optional<Tracing> tracing, String version) {
        return new Traces(tracing.map(settings -> SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(Attributes.of(
                        AttributeKey.stringKey("service.name"), settings.serviceName(),
                        AttributeKey.stringKey("service.version"), version))))
                .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                        .setEndpoint(settings.endpoint() + "/v1/traces").build()).build())
                .build()));
    }

    public void request(TracedRequest request) {
        tracer.ifPresent(to -> record(to, request));
    }

    private static void record(Tracer tracer, TracedRequest request) {
        Instant end = Instant.now();
        Instant start = end.minus(request.took());
        Span span = tracer.spanBuilder(request.route())
                .setParent(parent(request.parent()))
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(start)
                .setAttribute("http.route", request.route())
                .setAttribute("http.response.status_code", request.status())
                .setAttribute("isotherm.request_id", request.id())
                .startSpan();
        request.timings().ifPresent(timings -> recordParts(tracer, span, start, timings));
        if (request.status() >= SERVER_ERRORS) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end(end);
    }

    private static void recordParts(Tracer tracer, Span request, Instant start, Timings timings) {
        request.setAttribute("isotherm.batch.sequences", timings.batchSequences());
        request.setAttribute("isotherm.batch.tokens", timings.batchTokens());
        Instant tokenized = part(tracer, request, "tokenize", start, timings.tokenize());
        Instant taken = part(tracer, request, "queue", tokenized, timings.queue());
        part(tracer, request, "forward", taken, timings.forward());
    }

    private static Instant part(Tracer tracer, Span request, String name, Instant start, Duration took) {
        Instant end = start.plus(took);
        tracer.spanBuilder(name).setParent(Context.root().with(request)).setStartTimestamp(start).startSpan().end(end);
        return end;
    }

    private static Context parent(Optional<String> traceparent) {
        return traceparent
                .map(value -> W3CTraceContextPropagator.getInstance().extract(Context.root(), Map.of("traceparent", value), FIELDS))
                .orElse(Context.root());
    }

    /** Sends what is left. */
    @Override
    public void close() {
        provider.ifPresent(sdk -> sdk.shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS));
    }

    private static final class MapGetter implements TextMapGetter<Map<String, String>> {

        @Override
        public Iterable<String> keys(Map<String, String> fields) {
            return fields.keySet();
        }

        @Override
        public String get(Map<String, String> fields, String key) {
            return fields.get(key);
        }
    }
}
