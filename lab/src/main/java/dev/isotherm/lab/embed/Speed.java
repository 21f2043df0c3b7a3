package dev.isotherm.lab.embed;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.Passage;
import dev.isotherm.engine.batch.Wanted;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.text.Truncation;
import java.util.Collections;
import java.util.List;

/** How fast a model runs on this machine. */
public final class Speed {

    private static final long MEASURED_NANOS = 1_000_000_000;

    private Speed() {}

    /** Tokens a second in one forward pass after the other, by a second's worth of full windows. */
    public static double tokensPerSecond(Embedder embedder) {
        int window = embedder.model().maxInputTokens();
        Tokens full = embedder.tokenizer().encode("isotherm ".repeat(window), new Truncation(window, Truncation.Side.RIGHT));
        List<Passage> passages = Collections.nCopies(Math.max(1, embedder.backend().batchTokens() / full.count()), Passage.of(full, Wanted.TEXT));
        embedder.encodePassages(passages, AttentionTemperature.NONE);
        long start = System.nanoTime();
        long tokens = 0;
        while (System.nanoTime() - start < MEASURED_NANOS) {
            embedder.encodePassages(passages, AttentionTemperature.NONE);
            tokens += (long) passages.size() * full.count();
        }
        return tokens * 1e9 / (System.nanoTime() - start);
    }
}
