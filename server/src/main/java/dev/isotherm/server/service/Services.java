package dev.isotherm.server.service;

import dev.isotherm.engine.text.Overflow;
import dev.isotherm.server.config.ServerConfig;
import dev.isotherm.server.metrics.ServerMetrics;
import dev.isotherm.server.queue.BatchQueue;

/**
 * All that can be asked of the model.
 *
 * @param collapse what its vectors showed so far
 */
public record Services(EmbedService embeddings, ScoreService scores, TextService texts, LengthCollapse collapse) {

    /**
     * @param collapse is told of vectors that pass through
     */
    public static Services of(
            ServedModel served, ServerConfig config, BatchQueue queue, Workers workers, ServerMetrics metrics, LengthCollapse collapse) {
        Acceptance acceptance = new Acceptance(served, config.limits());
        Reader reader = new Reader(served, config.limits().maxTextCharacters(), metrics);
        ForwardLine line = new ForwardLine(served, queue, workers.tokenizers(), metrics);
        return new Services(
                new EmbedService(served, acceptance, reader, line, collapse, overflow(config)),
                new ScoreService(served, acceptance, reader, line, config.autoTruncate()),
                new TextService(served, acceptance, workers.tokenizers()),
                collapse);
    }

    private static Overflow overflow(ServerConfig config) {
        return config.embedder().policy().overflow().orElse(config.autoTruncate() ? Overflow.TRUNCATE : Overflow.ERROR);
    }
}
