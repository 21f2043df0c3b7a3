package dev.isotherm.server.queue;

import java.time.Duration;

/** How fast the devices work off what waits, by the batches of late: each counts nine tenths of the one after it. */
public final class DrainRate implements BatchObserver {

    private static final double KEPT = 0.9;

    private final int devices;
    private double tokens;
    private double seconds;

    /**
     * @param devices threads that run forward passes side by side
     */
    public DrainRate(int devices) {
        this.devices = devices;
    }

    @Override
    public synchronized void forward(int sequences, int packedTokens, Duration took) {
        tokens = KEPT * tokens + packedTokens;
        seconds = KEPT * seconds + took.toNanos() / 1e9;
    }

    /** Tokens a second of all devices together; 0 before the first batch. */
    public synchronized double tokensPerSecond() {
        return seconds == 0 ? 0 : devices * tokens / seconds;
    }

    /** How long that many tokens will wait; zero as long as nothing is known. */
    public Duration predictedWait(long waitingTokens) {
        double rate = tokensPerSecond();
        return rate == 0 ? Duration.ZERO : Duration.ofMillis((long) (1000 * waitingTokens / rate));
    }
}
