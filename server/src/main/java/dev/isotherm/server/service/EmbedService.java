package dev.isotherm.server.service;

import dev.isotherm.engine.EmbeddingSpace;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Tokenizer;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.text.Truncation;
import dev.isotherm.server.config.Limits;
import dev.isotherm.server.metrics.ServerMetrics;
import dev.isotherm.server.queue.BatchQueue;
import dev.isotherm.server.queue.QueueFullException;
import dev.isotherm.server.service.EmbedResult.Embedded;
import dev.isotherm.server.service.RequestException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/** From texts to vectors: checks, tokenizes, queues, and finishes what comes back. */
public final class EmbedService {

    private final ModelDescription model;
    private final Tokenizer tokenizer;
    private final EmbeddingSpace space;
    private final BatchQueue queue;
    private final Workers workers;
    private final ServerMetrics metrics;
    private final Limits limits;
    private final boolean autoTruncate;

    /** Bounds the memory of tokenizing, however many workers meet however long texts. */
    private final Semaphore characters;

    /**
     * @param autoTruncate whether texts beyond the window are cut when a call does not say
     */
    public EmbedService(
            ServedModel served, BatchQueue queue, Workers workers, ServerMetrics metrics, Limits limits, boolean autoTruncate) {
        this.model = served.description();
        this.tokenizer = served.tokenizer();
        this.space = served.space();
        this.queue = queue;
        this.workers = workers;
        this.metrics = metrics;
        this.limits = limits;
        this.autoTruncate = autoTruncate;
        this.characters = new Semaphore(limits.maxTextCharacters());
    }

    /**
     * @return completes on a response thread with a vector for each text, or with a {@link RequestException} or the failure of
     *     the forward pass
     * @throws RequestException when the call is not acceptable as it stands
     */
    public CompletableFuture<EmbedResult> embed(EmbedCall call) {
        requireAcceptable(call);
        String prompt = prompt(call);
        boolean normalize = call.normalize().orElse(model.normalize());
        int dimensions = call.dimensions().orElse(space.dimensions());
        AttentionTemperature temperature = call.temperature().orElse(space.document().temperature());
        String fingerprint = space.with(temperature, normalize, dimensions).fingerprint();
        requireExpected(call, fingerprint);
        return CompletableFuture.supplyAsync(() -> tokenize(call, prompt), workers.tokenizers())
                .thenCompose(tokens -> submit(tokens, temperature)
                        .thenApply(vectors -> finish(tokens, vectors, normalize, dimensions, fingerprint)));
    }

    private void requireAcceptable(EmbedCall call) {
        int texts = call.texts().size();
        if (texts < 1 || texts > limits.maxClientBatchSize()) {
            throw RequestException.invalid(
                    call.field(), texts + " texts", "1 to %d texts".formatted(limits.maxClientBatchSize()));
        }
        for (int i = 0; i < texts; i++) {
            int characters = call.texts().get(i).length();
            if (characters > limits.maxTextCharacters()) {
                throw RequestException.invalid("%s[%d]".formatted(call.field(), i), characters + " characters long",
                        "at most " + limits.maxTextCharacters());
            }
        }
        call.dimensions().filter(d -> d < 1 || d > space.dimensions()).ifPresent(dimensions -> {
            throw RequestException.invalid("dimensions", dimensions.toString(), "1 to " + space.dimensions());
        });
    }

    private String prompt(EmbedCall call) {
        try {
            return call.promptName().map(model::prompt).orElse(model.defaultPrompt());
        } catch (ModelException e) {
            throw new RequestException(Kind.INVALID, "prompt_name", e.getMessage());
        }
    }

    private static void requireExpected(EmbedCall call, String fingerprint) {
        call.expectedFingerprint().filter(expected -> !expected.equals(fingerprint)).ifPresent(expected -> {
            throw new RequestException(Kind.FINGERPRINT_MISMATCH, "expected_fingerprint",
                    "expected_fingerprint is %s, these vectors would lie in space %s".formatted(expected, fingerprint));
        });
    }

    private List<Tokens> tokenize(EmbedCall call, String prompt) {
        long start = System.nanoTime();
        Truncation window = new Truncation(model.maxInputTokens(), call.truncationSide());
        List<Tokens> tokens = call.texts().stream().map(text -> tokenize(prompt, text, window)).toList();
        if (!call.truncate().orElse(autoTruncate)) {
            requireWithinWindow(call.field(), tokens);
        }
        metrics.tokenized(
                tokens.size(),
                tokens.stream().mapToLong(Tokens::total).sum(),
                tokens.stream().mapToLong(Tokens::count).sum(),
                tokens.stream().filter(Tokens::truncated).count(),
                Duration.ofNanos(System.nanoTime() - start));
        return tokens;
    }

    private Tokens tokenize(String prompt, String text, Truncation window) {
        characters.acquireUninterruptibly(text.length());
        try {
            return tokenizer.encode(prompt + text, window);
        } finally {
            characters.release(text.length());
        }
    }

    private void requireWithinWindow(String field, List<Tokens> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).truncated()) {
                throw RequestException.invalid("%s[%d]".formatted(field, i), tokens.get(i).total() + " tokens long",
                        "at most %d, or truncate: true".formatted(model.maxInputTokens()));
            }
        }
    }

    private CompletableFuture<float[][]> submit(List<Tokens> tokens, AttentionTemperature temperature) {
        try {
            return queue.submit(tokens.stream().map(t -> new Sequence(t, temperature)).toList());
        } catch (QueueFullException e) {
            if (e.isPermanent()) {
                throw new RequestException(Kind.INVALID, "the request has %d tokens, the server takes at most %d at once"
                        .formatted(e.tokens(), e.maxTokens()));
            }
            throw new RequestException(Kind.OVERLOADED, "the queue is full: " + e.getMessage());
        } catch (IllegalStateException closed) {
            throw new RequestException(Kind.DRAINING, "the server is shutting down");
        }
    }

    private static EmbedResult finish(
            List<Tokens> tokens, float[][] vectors, boolean normalize, int dimensions, String fingerprint) {
        List<Embedded> texts = IntStream.range(0, vectors.length)
                .mapToObj(i -> {
                    float[] kept = Vectors.firstDimensions(vectors[i], dimensions);
                    return new Embedded(normalize ? Vectors.normalized(kept) : kept, tokens.get(i).total(), tokens.get(i).count());
                })
                .toList();
        return new EmbedResult(texts, fingerprint);
    }
}
