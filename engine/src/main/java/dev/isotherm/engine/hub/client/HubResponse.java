package dev.isotherm.engine.hub.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;

/** An answer that is no redirect; closing it gives the connection up. */
public final class HubResponse implements AutoCloseable {

    private final HttpURLConnection connection;
    private final int status;

    HubResponse(HttpURLConnection connection, int status) {
        this.connection = connection;
        this.status = status;
    }

    int status() {
        return status;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(connection.getHeaderField(name));
    }

    /** How long the hub asks to wait, in whole seconds; it may also name a date, which is not read. */
    Optional<Duration> retryAfter() {
        return header("Retry-After").filter(v -> v.matches("[0-9]{1,6}")).map(v -> Duration.ofSeconds(Long.parseLong(v)));
    }

    /** Whether the body starts at the byte that was asked for; otherwise it is the whole file. */
    public boolean startsAt(long offset) {
        return status == HttpURLConnection.HTTP_PARTIAL
                && header("Content-Range").filter(range -> range.startsWith("bytes " + offset + "-")).isPresent();
    }

    /** The body; reading fails when no byte comes for longer than the timeout. */
    public InputStream body() throws IOException {
        return connection.getInputStream();
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
