package dev.isotherm.server.service;

import dev.isotherm.engine.Passage;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.temperature.PassTemperature;
import dev.isotherm.server.metrics.ServerMetrics;
import dev.isotherm.server.queue.BatchQueue;
import dev.isotherm.server.queue.Encoded;
import dev.isotherm.server.queue.QueueFullException;
import dev.isotherm.server.service.RequestException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The queue as a request meets it: all of it is taken, or none, and what is refused is told why. */
final class ForwardLine {

    private final BatchQueue queue;
    private final Executor tokenizers;
    private final ServerMetrics metrics;
    private final int layers;
    private final RowMemory memory;

    ForwardLine(ServedModel served, BatchQueue queue, Executor tokenizers, ServerMetrics metrics) {
        this.queue = queue;
        this.tokenizers = tokenizers;
        this.metrics = metrics;
        this.layers = served.encoders().get(0).layers();
        this.memory = new RowMemory(served.description().isSparse(), served.space().dimensions());
    }

    /**
     * Reads on a tokenizer thread, then waits in the queue.
     *
     * @return completes on a response thread, or fails with a {@link RequestException} or the failure of the forward pass
     */
    CompletableFuture<Passed> run(Supplier<List<Passage>> reading, AttentionTemperature temperature, Caller caller) {
        long start = System.nanoTime();
        return CompletableFuture.supplyAsync(() -> {
            caller.requireWaiting();
            return reading.get();
        }, tokenizers).thenCompose(passages -> {
            Duration tokenize = Duration.ofNanos(System.nanoTime() - start);
            passages.forEach(passage -> observe(passage, temperature));
            return queued(passages, temperature, caller).thenApply(encoded -> new Passed(passages, encoded, Timings.of(tokenize, encoded)));
        });
    }

    private void observe(Passage passage, AttentionTemperature temperature) {
        metrics.text(passage.total());
        for (PassTemperature member : temperature.members()) {
            metrics.temperature(member.at(passage.windows().get(0).tokens().count(), 0, layers));
        }
    }

    private CompletableFuture<Encoded> queued(List<Passage> passages, AttentionTemperature temperature, Caller caller) {
        caller.requireWaiting();
        memory.reserve(passages, temperature, caller);
        try {
            return caller.bound(queue.submit(passages.stream().flatMap(passage -> passage.sequences(temperature).stream()).toList()));
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
}
