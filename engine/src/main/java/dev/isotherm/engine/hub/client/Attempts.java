package dev.isotherm.engine.hub.client;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts failures in a row, pauses after each, and gives up after too many. */
public final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final Patience patience;
    private int failures;

    public Attempts(Patience patience) {
        this.patience = patience;
    }

    /** Something that may be tried again. */
    public interface Attempt<T> {
        T run() throws TransientFailure;
    }

    /**
     * Tries until it succeeds.
     *
     * @throws HubException when it fails too often
     */
    public static <T> T until(Patience patience, Attempt<T> attempt) {
        Attempts attempts = new Attempts(patience);
        while (true) {
            try {
                return attempt.run();
            } catch (TransientFailure e) {
                attempts.failed(e);
            }
        }
    }

    /** What came so far was worth it: failures are counted from zero again. */
    public void progressed() {
        failures = 0;
    }

    /**
     * Pauses before the next attempt.
     *
     * @throws HubException when this was the last one, or the hub asks for a longer pause than is granted
     */
    public void failed(TransientFailure failure) {
        failures++;
        Duration pause = failure.retryAfter().orElseGet(() -> patience.firstPause().multipliedBy(1L << (failures - 1)));
        if (failures >= patience.attempts()) {
            throw new HubException("%s, %d times in a row".formatted(failure.getMessage(), failures), failure);
        }
        if (pause.compareTo(patience.longestPause()) > 0) {
            throw new HubException("%s and asks to wait %d s; try again then".formatted(failure.getMessage(), pause.toSeconds()), failure);
        }
        LOG.warn("{}; trying again in {} ms", failure.getMessage(), pause.toMillis());
        sleep(pause);
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HubException("interrupted while waiting for the hub", e);
        }
    }
}
