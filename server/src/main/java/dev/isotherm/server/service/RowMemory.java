package dev.isotherm.server.service;

import dev.isotherm.engine.Passage;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.server.service.RequestException.Kind;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Bounds what large rows take: those of each token of a text, and sparse ones, which leave the device with a number for each word of the
 * vocabulary. Twice as many rows may be in memory as one request may want.
 */
final class RowMemory {

    /** Numbers that may leave the device for one request that wants a vector of each token: 32 MB, three times that in JSON. */
    private static final int MAX_TOKEN_NUMBERS = 1 << 23;

    /** The same of sparse vectors: 128 MB, of which next to nothing is written. */
    private static final int MAX_SPARSE_NUMBERS = 1 << 25;

    private final boolean sparse;
    private final int maxRows;
    private final Semaphore rows;

    /**
     * @param sparse whether the model yields sparse vectors
     * @param dimensions numbers of a row
     */
    RowMemory(boolean sparse, int dimensions) {
        this.sparse = sparse;
        this.maxRows = Math.max(1, (sparse ? MAX_SPARSE_NUMBERS : MAX_TOKEN_NUMBERS) / dimensions);
        this.rows = new Semaphore(2 * maxRows);
    }

    /**
     * Sets aside what the rows of these texts take, until the caller's request ends.
     *
     * @throws RequestException when they are too many for a request, or for now
     */
    void reserve(List<Passage> passages, AttentionTemperature temperature, Caller caller) {
        long wanted = temperature.members().size() * passages.stream().mapToLong(this::rows).sum();
        if (wanted > maxRows) {
            String what = sparse ? "sparse vectors of %d texts, or windows of texts," : "vectors of each of %d tokens";
            throw new RequestException(Kind.INVALID, (what + " are wanted, a request may want at most %d").formatted(wanted, maxRows));
        }
        if (!rows.tryAcquire((int) wanted)) {
            throw new RequestException(Kind.OVERLOADED, "requests for %s fill the memory set aside for them"
                    .formatted(sparse ? "sparse vectors" : "vectors of each token"));
        }
        caller.whenEnded(() -> rows.release((int) wanted));
    }

    private long rows(Passage passage) {
        return sparse ? passage.windows().size() : passage.tokenRows();
    }
}
