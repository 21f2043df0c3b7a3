package dev.isotherm.engine.hub.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A failure that may be gone at the next attempt: no connection, a connection cut short, an overloaded hub. */
public final class TransientFailure extends IOException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    public TransientFailure(String message, IOException cause) {
        super(message, cause);
        this.retryAfter = null;
    }

    public TransientFailure(String message) {
        this(message, Optional.empty());
    }

    TransientFailure(String message, Optional<Duration> retryAfter) {
        super(message);
        this.retryAfter = retryAfter.orElse(null);
    }

    /** How long the hub asks to wait, when it does. */
    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
