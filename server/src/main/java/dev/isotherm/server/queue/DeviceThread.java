package dev.isotherm.server.queue;

import dev.isotherm.engine.batch.BatchPlanner;
import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.model.DeviceLostException;
import dev.isotherm.engine.model.DeviceMemoryException;
import dev.isotherm.engine.model.Encoder;
import dev.isotherm.engine.model.ForwardException;
import dev.isotherm.engine.model.Output;
import dev.isotherm.engine.pooling.Vectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs forward passes on one device and nothing else, until the queue is closed and empty, or the device is lost. */
public final class DeviceThread implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceThread.class);

    private final BatchQueue queue;
    private final Encoder encoder;
    private final List<BatchObserver> observers;
    private final Consumer<DeviceLostException> whenLost;
    private BatchPlanner planner;
    private DeviceLostException lost;

    /**
     * @param whenLost is told of a device that cannot be used any more, on its thread
     */
    public DeviceThread(
            BatchQueue queue, Encoder encoder, BatchPlanner planner, List<BatchObserver> observers, Consumer<DeviceLostException> whenLost) {
        this.queue = queue;
        this.encoder = encoder;
        this.planner = planner;
        this.observers = List.copyOf(observers);
        this.whenLost = whenLost;
    }

    @Override
    public void run() {
        try {
            for (List<Entry> batch = queue.take(planner); !batch.isEmpty(); batch = lost == null ? queue.take(planner) : List.of()) {
                survive(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void survive(List<Entry> batch) {
        try {
            long now = System.nanoTime();
            batch.forEach(entry -> entry.taken(now));
            batch.forEach(entry -> tell(o -> o.queued(Duration.ofNanos(now - entry.queuedAt()))));
            encode(batch, this::retrySmaller);
        } catch (RuntimeException | Error e) {
            LOG.error("a failure could not be handled", e);
        }
    }

    private interface OutOfMemory {
        void handle(List<Entry> batch, DeviceMemoryException failure);
    }

    /** A failure, of whatever kind, fails this batch only: the thread must outlive it. */
    private void encode(List<Entry> batch, OutOfMemory outOfMemory) {
        try {
            encodeOrThrow(batch);
        } catch (DeviceMemoryException e) {
            outOfMemory.handle(batch, e);
        } catch (DeviceLostException e) {
            lost = e;
            fail(batch, e);
            whenLost.accept(e);
        } catch (RuntimeException | Error e) {
            fail(batch, e);
        }
    }

    /** Once: the batch runs again in parts of half its size, and so do later ones; what does not fit then fails. */
    private void retrySmaller(List<Entry> batch, DeviceMemoryException failure) {
        planner = new BatchPlanner(Math.min(planner.maxBatchTokens(), tokens(batch))).halved();
        tell(o -> o.outOfMemory(planner.maxBatchTokens()));
        LOG.warn("the device's memory does not suffice for {} tokens: batches have at most {} from now on; --max-batch-tokens {} spares "
                + "this retry", tokens(batch), planner.maxBatchTokens(), planner.maxBatchTokens(), failure);
        List<Entry> rest = new ArrayList<>(batch);
        while (!rest.isEmpty()) {
            List<Entry> part = planner.plan(rest, Entry::length);
            rest.removeAll(part);
            if (lost == null) {
                encode(part, this::fail);
            } else {
                fail(part, lost);
            }
        }
    }

    private void fail(List<Entry> batch, Throwable e) {
        ForwardException failure = e instanceof ForwardException f ? f : new ForwardException("the forward pass failed", e);
        // Whoever waits comes first: logging may fail too when memory is short.
        batch.forEach(entry -> entry.submission().fail(failure));
        tell(BatchObserver::forwardFailed);
        LOG.error("a batch of {} sequences and {} tokens failed", batch.size(), tokens(batch), e);
    }

    private void encodeOrThrow(List<Entry> batch) {
        long start = System.nanoTime();
        PackedBatch packed = PackedBatch.pack(batch.stream().map(Entry::sequence).toList(), encoder.layers());
        Output output = recorded(packed);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        tell(o -> o.forward(packed.sequences(), packed.tokens(), took));
        deliver(batch, output, new Ride(packed.sequences(), packed.tokens()));
    }

    private Output recorded(PackedBatch packed) {
        ForwardPassEvent event = new ForwardPassEvent();
        event.begin();
        try {
            Output output = encoder.encode(packed);
            event.succeeded = true;
            return output;
        } finally {
            event.end();
            if (event.shouldCommit()) {
                event.sequences = packed.sequences();
                event.tokens = packed.tokens();
                event.longest = IntStream.range(0, packed.sequences()).map(packed::length).max().orElse(0);
                event.commit();
            }
        }
    }

    private void tell(Consumer<BatchObserver> news) {
        observers.forEach(news);
    }

    private static void deliver(List<Entry> batch, Output output, Ride ride) {
        for (int i = 0; i < batch.size(); i++) {
            float[][] rows = output.rows(i);
            if (Arrays.stream(rows).allMatch(Vectors::isFinite)) {
                batch.get(i).deliver(rows, ride);
            } else {
                batch.get(i).submission().fail(new ForwardException("the model yields values that are not finite"));
            }
        }
    }

    private static int tokens(List<Entry> batch) {
        return batch.stream().map(Entry::sequence).mapToInt(Sequence::length).sum();
    }
}
