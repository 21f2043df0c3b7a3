package dev.isotherm.server.queue;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.model.Encoder;
import dev.isotherm.engine.model.ForwardException;
import dev.isotherm.engine.pooling.Vectors;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs forward passes on one device and nothing else, until the queue is closed and empty. */
public final class DeviceThread implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceThread.class);

    private final BatchQueue queue;
    private final Encoder encoder;
    private final List<BatchObserver> observers;

    public DeviceThread(BatchQueue queue, Encoder encoder, List<BatchObserver> observers) {
        this.queue = queue;
        this.encoder = encoder;
        this.observers = List.copyOf(observers);
    }

    @Override
    public void run() {
        try {
            for (List<Entry> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
                survive(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void survive(List<Entry> batch) {
        try {
            encode(batch);
        } catch (RuntimeException | Error e) {
            LOG.error("a failure could not be handled", e);
        }
    }

    /** A failure, of whatever kind, fails this batch only: the thread must outlive it. */
    private void encode(List<Entry> batch) {
        try {
            encodeOrThrow(batch);
        } catch (RuntimeException | Error e) {
            ForwardException failure = e instanceof ForwardException f ? f : new ForwardException("the forward pass failed", e);
            // Whoever waits comes first: logging may fail too when memory is short.
            batch.forEach(entry -> entry.submission().fail(failure));
            tell(BatchObserver::forwardFailed);
            LOG.error("a batch of {} sequences and {} tokens failed", batch.size(), tokens(batch), e);
        }
    }

    private void encodeOrThrow(List<Entry> batch) {
        long start = System.nanoTime();
        batch.forEach(entry -> tell(o -> o.queued(Duration.ofNanos(start - entry.queuedAt()))));
        PackedBatch packed = PackedBatch.pack(batch.stream().map(Entry::sequence).toList(), encoder.layers());
        float[][] vectors = encoder.encode(packed).pooledVectors();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        tell(o -> o.forward(packed.sequences(), packed.tokens(), took));
        deliver(batch, vectors);
    }

    private void tell(Consumer<BatchObserver> news) {
        observers.forEach(news);
    }

    private static void deliver(List<Entry> batch, float[][] vectors) {
        for (int i = 0; i < vectors.length; i++) {
            if (Vectors.isFinite(vectors[i])) {
                batch.get(i).deliver(vectors[i]);
            } else {
                batch.get(i).submission().fail(new ForwardException("the model yields values that are not finite"));
            }
        }
    }

    private static int tokens(List<Entry> batch) {
        return batch.stream().map(Entry::sequence).mapToInt(Sequence::length).sum();
    }
}
