package dev.isotherm.server.http;

import dev.isotherm.server.service.RequestException;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;

/** How long a request may take, from its arrival: what its header says, else the server's default. */
record Deadlines(Optional<Duration> byDefault) {

    static final String HEADER = "X-Isotherm-Deadline-Ms";

    private static final long MAX_MILLIS = Duration.ofDays(1).toMillis();

    /**
     * @throws RequestException when the header is no number of milliseconds
     */
    Optional<Duration> of(Context ctx) {
        String given = ctx.header(HEADER);
        if (given == null) {
            return byDefault;
        }
        long millis = given.matches("[0-9]{1,9}") ? Long.parseLong(given) : 0;
        if (millis < 1 || millis > MAX_MILLIS) {
            String shown = given.length() > 32 ? given.substring(0, 32) + "…" : given;
            throw RequestException.invalid(HEADER, "'" + shown + "'", "1 to %d milliseconds".formatted(MAX_MILLIS));
        }
        return Optional.of(Duration.ofMillis(millis));
    }
}
