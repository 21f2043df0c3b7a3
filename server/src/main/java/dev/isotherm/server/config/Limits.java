package dev.isotherm.server.config;

import dev.isotherm.engine.batch.BatchPlanner;

/**
 * Bounds on everything a client controls.
 *
 * @param maxBatchTokens token budget of a forward pass; a single longer text runs alone
 * @param maxQueueTokens tokens that may wait; more is answered 429
 * @param maxConcurrentRequests requests in the server at once; more is answered 429
 * @param maxClientBatchSize inputs in one request
 * @param payloadLimit bytes of a request body
 * @param maxTextCharacters UTF-16 units of one input, since tokenizing takes up to 1 kB of memory for each
 */
public record Limits(
        int maxBatchTokens,
        int maxQueueTokens,
        int maxConcurrentRequests,
        int maxClientBatchSize,
        int payloadLimit,
        int maxTextCharacters) {

    public static final Limits DEFAULTS = new Limits(
            BatchPlanner.CPU_BATCH_TOKENS, 1 << 20, 512, 2048, 16_000_000, 1 << 20);

    public Limits {
        requirePositive("max-batch-tokens", maxBatchTokens);
        requirePositive("max-queue-tokens", maxQueueTokens);
        requirePositive("max-concurrent-requests", maxConcurrentRequests);
        requirePositive("max-client-batch-size", maxClientBatchSize);
        requirePositive("payload-limit", payloadLimit);
        requirePositive("max-text-characters", maxTextCharacters);
    }

    public Limits withMaxBatchTokens(int chosen) {
        return new Limits(chosen, maxQueueTokens, maxConcurrentRequests, maxClientBatchSize, payloadLimit, maxTextCharacters);
    }

    private static void requirePositive(String setting, int value) {
        if (value < 1) {
            throw new SettingException(setting, value, "1 and more");
        }
    }
}
