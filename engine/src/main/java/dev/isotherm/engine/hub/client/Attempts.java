package dev.isotherm.engine.hub.client;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts failures in a row, pauses after each, and gives up after too many. */
public final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final Patience patience;
    private final String remedy;
    private int failures;

    /**
     * @param remedy what can be done when it is given up
     */
    public Attempts(Patience patience, String remedy) {
        this.patience = patience;
        this.remedy = remedy;
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
    public <T> T until(Attempt<T> attempt) {
        while (true) {
            try {
                return attempt.run();
            } catch (TransientFailure e) {
                failed(e);
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
            throw new HubException("%s, %d times in a row; %s".formatted(failure.getMessage(), failures, remedy), failure);
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
