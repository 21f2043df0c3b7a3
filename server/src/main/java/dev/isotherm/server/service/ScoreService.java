package dev.isotherm.server.service;

import dev.isotherm.engine.EmbeddingSpace;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.temperature.PassTemperature;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** From texts, or pairs of them, to a classifier's logits. */
public final class ScoreService {

    private final EmbeddingSpace space;
    private final Acceptance acceptance;
    private final Reader reader;
    private final ForwardLine line;
    private final boolean autoTruncate;

    ScoreService(ServedModel served, Acceptance acceptance, Reader reader, ForwardLine line, boolean autoTruncate) {
        this.space = served.space();
        this.acceptance = acceptance;
        this.reader = reader;
        this.line = line;
        this.autoTruncate = autoTruncate;
    }

    /**
     * @return completes on a response thread, or fails with a {@link RequestException} or the failure of the forward pass
     * @throws RequestException when the call is not acceptable as it stands
     */
    public CompletableFuture<ScoreResult> score(ScoreCall call, Caller caller) {
        acceptance.require(call);
        AttentionTemperature temperature = call.temperature().orElse(space.document().temperature());
        requireOnePass(temperature);
        String fingerprint = call.temperature().map(space::with).orElse(space).fingerprint();
        acceptance.requireExpected(call.expectedFingerprint(), fingerprint);
        return line.run(() -> reader.read(call, call.truncate().orElse(autoTruncate)), temperature, caller)
                .thenApply(passed -> result(passed, fingerprint));
    }

    private static void requireOnePass(AttentionTemperature temperature) {
        if (!(temperature instanceof PassTemperature)) {
            throw RequestException.invalid("attention_temperature", temperature.toString(), "one that is no blend: vectors are averaged, scores are not");
        }
    }

    /**
     * @throws RequestException when the model tells several labels apart, so that a text has no one score
     */
    public void requireOneLabel() {
        if (acceptance.labels().size() > 1) {
            throw new RequestException(RequestException.Kind.INVALID,
                    "the model has %d labels, a reranker has one; ask /predict".formatted(acceptance.labels().size()));
        }
    }

    /** What the logits stand for, in their order. */
    public List<String> labels() {
        return acceptance.labels();
    }

    private static ScoreResult result(Passed passed, String fingerprint) {
        return new ScoreResult(
                passed.encoded().rows().stream().map(rows -> rows[0]).toList(),
                passed.counts(),
                fingerprint,
                passed.timings());
    }
}
