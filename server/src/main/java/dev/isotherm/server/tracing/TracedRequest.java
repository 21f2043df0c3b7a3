package dev.isotherm.server.tracing;

import dev.isotherm.server.service.Timings;
import java.time.Duration;
import java.util.Optional;

/**
 * A request that was answered.
 *
 * @param id its X-Request-Id
 * @param parent its traceparent (W3C Trace Context), if it came with one
 * @param timings of a request that the model answered
 */
public record TracedRequest(String route, int status, String id, Optional<String> parent, Duration took, Optional<Timings> timings) {}
