package dev.isotherm.server.service;

import dev.isotherm.engine.EmbeddingSpace;
import dev.isotherm.engine.batch.Wanted;
import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.server.queue.Encoded;
import dev.isotherm.server.service.EmbedResult.Embedded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** From texts to vectors: checks, tokenizes, queues, and finishes what comes back. */
public final class EmbedService {

    private final ModelDescription model;
    private final EmbeddingSpace space;
    private final Acceptance acceptance;
    private final Reader reader;
    private final ForwardLine line;
    private final LengthCollapse collapse;
    private final boolean autoTruncate;
    private final String ownFingerprint;

    /**
     * @param autoTruncate whether texts beyond the window are cut when a call does not say
     */
    EmbedService(
            ServedModel served,
            Acceptance acceptance,
            Reader reader,
            ForwardLine line,
            LengthCollapse collapse,
            boolean autoTruncate) {
        this.model = served.description();
        this.space = served.space();
        this.acceptance = acceptance;
        this.reader = reader;
        this.line = line;
        this.collapse = collapse;
        this.ownFingerprint = space.fingerprint();
        this.autoTruncate = autoTruncate;
    }

    /**
     * One vector for each input.
     *
     * @return completes on a response thread, or fails with a {@link RequestException} or the failure of the forward pass
     * @throws RequestException when the call is not acceptable as it stands
     */
    public CompletableFuture<EmbedResult> embed(EmbedCall call, Caller caller) {
        boolean normalize = call.normalize().orElse(model.normalize());
        int dimensions = call.dimensions().orElse(space.dimensions());
        CompletableFuture<EmbedResult> answer = run(call, Wanted.TEXT, normalize, dimensions, caller, vector -> {
            float[] kept = Vectors.firstDimensions(vector, dimensions);
            return normalize ? Vectors.normalized(kept) : kept;
        });
        return normalize ? answer.whenComplete((result, failure) -> note(result)) : answer;
    }

    /** One vector for each token of each input, as the last layer leaves it. */
    public CompletableFuture<EmbedResult> tokenVectors(EmbedCall call, Caller caller) {
        return run(call, Wanted.TOKENS, false, space.dimensions(), caller, UnaryOperator.identity());
    }

    private CompletableFuture<EmbedResult> run(
            EmbedCall call, Wanted wanted, boolean normalize, int dimensions, Caller caller, UnaryOperator<float[]> finish) {
        acceptance.require(call);
        Overflow overflow = overflow(call, wanted);
        String prompt = acceptance.prompt(call);
        AttentionTemperature temperature = call.temperature().orElse(space.document().temperature());
        String fingerprint = space.with(temperature, normalize, dimensions).fingerprint();
        acceptance.requireExpected(call.expectedFingerprint(), fingerprint);
        return line.run(() -> reader.read(call, prompt, overflow, wanted), temperature, caller).thenApply(passed -> new EmbedResult(
                embedded(passed.passages(), passed.encoded(), wanted, finish), fingerprint, passed.timings()));
    }

    /** Vectors of other spaces than the server's own say nothing of it. */
    private void note(EmbedResult result) {
        if (result != null && result.fingerprint().equals(ownFingerprint)) {
            result.texts().forEach(text -> collapse.note(text.counts().tokensUsed(), text.vector()));
        }
    }

    private Overflow overflow(EmbedCall call, Wanted wanted) {
        Overflow overflow = call.overflow().orElse(autoTruncate ? Overflow.TRUNCATE : Overflow.ERROR);
        boolean several = overflow == Overflow.MEAN || overflow == Overflow.LATE;
        if (several && wanted == Wanted.TOKENS) {
            throw RequestException.invalid("overflow", overflow.label(), "truncate or error where vectors of tokens are wanted");
        }
        if (overflow == Overflow.LATE && model.pooling() != Pooling.MEAN) {
            throw RequestException.invalid("overflow", overflow.label(),
                    "truncate, error or mean: late is for models that pool by mean, this one pools by " + model.pooling().label());
        }
        return overflow;
    }

    private static List<Embedded> embedded(List<Passage> passages, Encoded encoded, Wanted wanted, UnaryOperator<float[]> finish) {
        List<Embedded> texts = new ArrayList<>(passages.size());
        int next = 0;
        for (Passage passage : passages) {
            List<float[][]> rows = encoded.rows().subList(next, next + passage.windows().size());
            next += rows.size();
            float[][] vectors = wanted == Wanted.TOKENS ? rows.get(0) : new float[][] {finish.apply(passage.vector(rows))};
            texts.add(new Embedded(vectors, passage.counts()));
        }
        return texts;
    }
}
