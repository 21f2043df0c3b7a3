package dev.isotherm.engine.batch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Chooses the next batch from what waits: a pure function of the waiting line and the token budget.
 *
 * <p>The first in line always goes, alone if it exceeds the budget. Others follow in order of arrival as long as they fit; one
 * that does not fit may be overtaken by later ones that do, since they only take room it could not use. As the first in line
 * always leaves, nothing is overtaken in more batches than there were items before it: there is no starvation.
 */
public final class BatchPlanner {

    /** Tokens from which on larger batches are hardly faster on a CPU; see docs/decisions/batch-token-budget.md. */
    public static final int CPU_BATCH_TOKENS = 2048;

    /** What fills a large GPU by docs/gpu.md; not measured on one yet. */
    public static final int CUDA_BATCH_TOKENS = 16_384;

    private final int maxBatchTokens;

    /**
     * @param maxBatchTokens token budget of a batch, ≥ 1
     */
    public BatchPlanner(int maxBatchTokens) {
        if (maxBatchTokens < 1) {
            throw new IllegalArgumentException("maxBatchTokens is %d, allowed is 1 and more".formatted(maxBatchTokens));
        }
        this.maxBatchTokens = maxBatchTokens;
    }

    public int maxBatchTokens() {
        return maxBatchTokens;
    }

    /** One with half the budget. */
    public BatchPlanner halved() {
        return new BatchPlanner(Math.max(1, maxBatchTokens / 2));
    }

    /**
     * @param waiting the head of the line, in order of arrival
     * @param length token count of an item
     * @return the items of the next batch, longest first, so that equal lengths stand together; empty only if none waits
     */
    public <T> List<T> plan(List<T> waiting, ToIntFunction<T> length) {
        List<T> batch = new ArrayList<>();
        long tokens = 0;
        for (T item : waiting) {
            long grown = tokens + length.applyAsInt(item);
            if (batch.isEmpty() || grown <= maxBatchTokens) {
                batch.add(item);
                tokens = grown;
            }
            if (tokens >= maxBatchTokens) {
                break;
            }
        }
        batch.sort(Comparator.comparingInt(length).reversed());
        return batch;
    }
}
