package dev.isotherm.server.service;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads beside the device's.
 *
 * @param tokenizers tokenize, so that a long text does not hold up a device
 * @param responses finish vectors and serialise answers
 * @param writers write answers, each blocked by its own client at most; as many as requests are admitted
 */
public record Workers(ExecutorService tokenizers, ExecutorService responses, ExecutorService writers) {

    private static final int RESPONSE_THREADS = 2;

    public static Workers start(int tokenizationWorkers) {
        return new Workers(
                Executors.newFixedThreadPool(tokenizationWorkers, named("tokenizer-")),
                Executors.newFixedThreadPool(RESPONSE_THREADS, named("response-")),
                Executors.newCachedThreadPool(named("writer-")));
    }

    /**
     * Lets what is under way finish.
     *
     * @return whether the tokenizers did in time, so that the tokenizer may be closed
     */
    public boolean stop(Duration timeout) throws InterruptedException {
        responses.shutdown();
        writers.shutdown();
        tokenizers.shutdownNow();
        return tokenizers.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger next = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + next.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }
}
