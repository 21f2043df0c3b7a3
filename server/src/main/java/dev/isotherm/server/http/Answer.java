package dev.isotherm.server.http;

import dev.isotherm.server.json.Json;
import dev.isotherm.server.service.Counts;
import dev.isotherm.server.service.Timings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is sent when all went well.
 *
 * @param timings where the time went, if the model had to do with it
 * @param body is written when it is sent, on the thread that sends it
 */
record Answer(int status, String contentType, Map<String, String> headers, Optional<Timings> timings, Supplier<byte[]> body) {

    private static final String JSON = "application/json";

    static Answer json(byte[] body) {
        return of(JSON, body);
    }

    static Answer of(String contentType, byte[] body) {
        return of(contentType, Map.of(), body);
    }

    static Answer of(String contentType, Map<String, String> headers, byte[] body) {
        return new Answer(200, contentType, headers, Optional.empty(), () -> body);
    }

    static Answer json(Json.Body body) {
        return new Answer(200, JSON, Map.of(), Optional.empty(), () -> Json.write(body));
    }

    Answer withStatus(int chosen) {
        return new Answer(chosen, contentType, headers, timings, body);
    }

    /** With what every answer of the model says, whatever its body has room for. */
    static Answer ofModel(Supplier<byte[]> body, String fingerprint, List<Counts> counts, Timings timings) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Isotherm-Fingerprint", fingerprint);
        headers.put("X-Isotherm-Tokens", Long.toString(Counts.used(counts)));
        headers.put("X-Isotherm-Truncated", Long.toString(Counts.truncated(counts)));
        headers.put("Server-Timing", "tokenize;dur=%s, queue;dur=%s, forward;dur=%s, batch;desc=\"%d tokens in %d sequences\"".formatted(
                millis(timings.tokenize()), millis(timings.queue()), millis(timings.forward()),
                timings.batchTokens(), timings.batchSequences()));
        return new Answer(200, JSON, headers, Optional.of(timings), body);
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.2f", time.toNanos() / 1e6);
    }
}
