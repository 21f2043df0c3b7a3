package dev.isotherm.server.service;

import dev.isotherm.engine.EmbeddingSpace;
import dev.isotherm.engine.EmbeddingSpace.Recipe;
import dev.isotherm.engine.Passage;
import dev.isotherm.engine.batch.Wanted;
import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.temperature.PassTemperature;
import dev.isotherm.engine.text.Overflow;
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
    private final Overflow overflow;
    private final String ownFingerprint;

    /**
     * @param overflow what becomes of texts beyond the window when a call does not say
     */
    EmbedService(
            ServedModel served,
            Acceptance acceptance,
            Reader reader,
            ForwardLine line,
            LengthCollapse collapse,
            Overflow overflow) {
        this.model = served.description();
        this.space = served.space();
        this.acceptance = acceptance;
        this.reader = reader;
        this.line = line;
        this.collapse = collapse;
        this.ownFingerprint = space.fingerprint();
        this.overflow = overflow;
    }

    /**
     * One vector for each input.
     *
     * @return completes on a response thread, or fails with a {@link RequestException} or the failure of the forward pass
     * @throws RequestException when the call is not acceptable as it stands
     */
    public CompletableFuture<EmbedResult> embed(EmbedCall call, Caller caller) {
        acceptance.require(call);
        boolean normalize = call.normalize().orElse(model.normalize());
        int dimensions = call.dimensions().orElse(space.dimensions());
        Recipe recipe = recipe(call);
        CompletableFuture<EmbedResult> answer = run(call, Wanted.TEXT, recipe, space(call).with(normalize, dimensions), caller, vector -> {
            float[] whole = recipe.centring().map(centring -> centring.apply(Vectors.normalized(vector))).orElse(vector);
            float[] kept = Vectors.firstDimensions(whole, dimensions);
            return normalize ? Vectors.normalized(kept) : kept;
        });
        return normalize ? answer.whenComplete((result, failure) -> note(result)) : answer;
    }

    /** One vector for each token of each input, as the last layer leaves it. */
    public CompletableFuture<EmbedResult> tokenVectors(EmbedCall call, Caller caller) {
        acceptance.require(call);
        Recipe recipe = recipe(call);
        requireOnePass(recipe.temperature(), "vectors of tokens are wanted");
        return run(call, Wanted.TOKENS, recipe, space(call).with(false, space.dimensions()), caller, UnaryOperator.identity());
    }

    /** For each input one number for each word of the vocabulary, of which most are 0; as the model leaves them, whatever their length. */
    public CompletableFuture<EmbedResult> sparseVectors(EmbedCall call, Caller caller) {
        acceptance.requireSparse(call);
        Recipe recipe = recipe(call);
        requireOnePass(recipe.temperature(), "vectors are sparse");
        return run(call, Wanted.TEXT, recipe, space(call), caller, UnaryOperator.identity());
    }

    private static void requireOnePass(AttentionTemperature temperature, String where) {
        if (!(temperature instanceof PassTemperature)) {
            throw RequestException.invalid("attention_temperature", temperature.toString(), "one that is no blend where " + where);
        }
    }

    /** A request's own temperature stands for the model at that temperature, whatever the server takes out of vectors. */
    private EmbeddingSpace space(EmbedCall call) {
        return call.temperature().map(space::with).orElse(space);
    }

    private Recipe recipe(EmbedCall call) {
        return call.prompt().isOfQueries() ? space(call).query() : space(call).document();
    }

    private CompletableFuture<EmbedResult> run(
            EmbedCall call, Wanted wanted, Recipe recipe, EmbeddingSpace into, Caller caller, UnaryOperator<float[]> finish) {
        Overflow chosen = overflow(call, wanted);
        String prompt = acceptance.prompt(call);
        AttentionTemperature temperature = recipe.temperature();
        String fingerprint = into.fingerprint();
        acceptance.requireExpected(call.expectedFingerprint(), fingerprint);
        return line.run(() -> reader.read(call, prompt, chosen, wanted), temperature, caller).thenApply(passed -> new EmbedResult(
                embedded(passed, temperature, wanted, finish), fingerprint, passed.timings()));
    }

    /** Vectors of other spaces than the server's own say nothing of it. */
    private void note(EmbedResult result) {
        if (result != null && result.fingerprint().equals(ownFingerprint)) {
            result.texts().forEach(text -> collapse.note(text.counts().tokensUsed(), text.vector()));
        }
    }

    private Overflow overflow(EmbedCall call, Wanted wanted) {
        boolean tokens = wanted == Wanted.TOKENS;
        Overflow chosen = call.overflow().orElse(tokens && readsSeveral(overflow) ? Overflow.TRUNCATE : overflow);
        if (readsSeveral(chosen) && tokens) {
            throw RequestException.invalid("overflow", chosen.label(), "truncate or error where vectors of tokens are wanted");
        }
        if (chosen == Overflow.LATE && !model.poolsByMeanAlone()) {
            throw RequestException.invalid("overflow", chosen.label(),
                    "truncate, error or mean: late is for models whose vectors are the mean of their tokens' and nothing else");
        }
        return chosen;
    }

    private static boolean readsSeveral(Overflow overflow) {
        return overflow == Overflow.MEAN || overflow == Overflow.LATE;
    }

    private static List<Embedded> embedded(
            Passed passed, AttentionTemperature temperature, Wanted wanted, UnaryOperator<float[]> finish) {
        List<Embedded> texts = new ArrayList<>(passed.passages().size());
        int next = 0;
        for (Passage passage : passed.passages()) {
            List<float[][]> rows = passed.encoded().rows().subList(next, next + passage.sequenceCount(temperature));
            next += rows.size();
            float[][] vectors = wanted == Wanted.TOKENS ? rows.get(0) : new float[][] {finish.apply(passage.vector(rows))};
            texts.add(new Embedded(vectors, Counts.of(passage)));
        }
        return texts;
    }
}
