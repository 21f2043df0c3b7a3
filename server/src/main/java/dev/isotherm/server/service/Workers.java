package dev.isotherm.server.service;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads beside the device's: some tokenize, others finish vectors and write answers, so that neither a long text nor a
 * slow client holds up a device.
 */
public record Workers(ExecutorService tokenizers, ExecutorService responses) implements AutoCloseable {

    private static final int RESPONSE_THREADS = 2;

    public static Workers start(int tokenizationWorkers) {
        return new Workers(
                Executors.newFixedThreadPool(tokenizationWorkers, named("tokenizer-")),
                Executors.newFixedThreadPool(RESPONSE_THREADS, named("response-")));
    }

    @Override
    public void close() {
        tokenizers.shutdown();
        responses.shutdown();
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
