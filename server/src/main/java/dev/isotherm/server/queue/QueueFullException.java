package dev.isotherm.server.queue;

/** A request whose tokens do not fit. */
public final class QueueFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long tokens;
    private final int maxTokens;

    QueueFullException(long tokens, long waitingTokens, int maxTokens) {
        super("%d tokens do not fit: %d of %d wait already".formatted(tokens, waitingTokens, maxTokens), null, false, false);
        this.tokens = tokens;
        this.maxTokens = maxTokens;
    }

    /** True when waiting would not help, since the request is larger than the whole queue. */
    public boolean isPermanent() {
        return tokens > maxTokens;
    }

    public long tokens() {
        return tokens;
    }

    public int maxTokens() {
        return maxTokens;
    }
}
