package dev.isotherm.engine.hub.client;

import java.time.Duration;

/**
 * How long a hub is waited for.
 *
 * @param timeout for a connection, and for the next byte on one
 * @param firstPause before the second attempt; each further pause is twice as long
 * @param attempts how often in a row something may fail before it is given up
 * @param longestPause the longest wait that a hub may ask for
 */
public record Patience(Duration timeout, Duration firstPause, int attempts, Duration longestPause) {

    public static final Patience DEFAULT =
            new Patience(Duration.ofSeconds(30), Duration.ofSeconds(1), 5, Duration.ofMinutes(2));

    /** For a question whose answer one can do without: a single attempt. */
    Patience brief() {
        Duration shortest = timeout.compareTo(Duration.ofSeconds(5)) < 0 ? timeout : Duration.ofSeconds(5);
        return new Patience(shortest, firstPause, 1, Duration.ZERO);
    }
}
