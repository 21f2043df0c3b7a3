package dev.isotherm.server.http;

import dev.isotherm.server.service.Counts;
import dev.isotherm.server.service.Timings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is sent when all went well. */
record Answer(int status, String contentType, Map<String, String> headers, byte[] body) {

    private static final String JSON = "application/json";

    static Answer json(byte[] body) {
        return new Answer(200, JSON, Map.of(), body);
    }

    static Answer of(String contentType, byte[] body) {
        return new Answer(200, contentType, Map.of(), body);
    }

    Answer withStatus(int chosen) {
        return new Answer(chosen, contentType, headers, body);
    }

    /** With what every answer of the model says, whatever its body has room for. */
    static Answer ofModel(byte[] body, String fingerprint, List<Counts> counts, Timings timings) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Isotherm-Fingerprint", fingerprint);
        headers.put("X-Isotherm-Tokens", Long.toString(Counts.used(counts)));
        headers.put("X-Isotherm-Truncated", Long.toString(Counts.truncated(counts)));
        headers.put("Server-Timing", "tokenize;dur=%s, queue;dur=%s, forward;dur=%s, batch;desc=\"%d tokens in %d sequences\"".formatted(
                millis(timings.tokenize()), millis(timings.queue()), millis(timings.forward()),
                timings.batchTokens(), timings.batchSequences()));
        return new Answer(200, JSON, headers, body);
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.2f", time.toNanos() / 1e6);
    }
}
