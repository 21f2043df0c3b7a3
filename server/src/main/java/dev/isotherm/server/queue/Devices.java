package dev.isotherm.server.queue;

import dev.isotherm.engine.batch.BatchPlanner;
import dev.isotherm.engine.model.DeviceLostException;
import dev.isotherm.engine.model.Encoder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that run forward passes, one for each encoder, all behind one queue. */
public final class Devices {

    private static final Logger LOG = LoggerFactory.getLogger(Devices.class);

    private final BatchQueue queue;
    private final List<Thread> threads;
    private final AtomicInteger working;
    private final CompletableFuture<DeviceLostException> lost = new CompletableFuture<>();

    /**
     * @param planner each thread's own to begin with; where memory runs out a thread goes on with a smaller budget
     */
    public Devices(BatchQueue queue, List<Encoder> encoders, BatchPlanner planner, List<BatchObserver> observers) {
        this.queue = queue;
        this.working = new AtomicInteger(encoders.size());
        this.threads = IntStream.range(0, encoders.size())
                .mapToObj(i -> thread(new DeviceThread(queue, encoders.get(i), planner, observers, this::lose), i))
                .toList();
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    /** Completes when the first device is lost; the others go on with what was accepted. */
    public CompletableFuture<DeviceLostException> lost() {
        return lost;
    }

    /**
     * Waits for the threads to end, which they do once the queue is closed and empty.
     *
     * @return whether all did in time, so that the encoders may be closed
     */
    public boolean join(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        for (Thread thread : threads) {
            thread.join(Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }

    private void lose(DeviceLostException failure) {
        LOG.error("{}: {} of {} threads are left", failure.getMessage(), working.get() - 1, threads.size());
        if (working.decrementAndGet() == 0) {
            queue.fail(failure);
        }
        lost.complete(failure);
    }

    private static Thread thread(DeviceThread work, int index) {
        Thread thread = new Thread(work, "device-" + index);
        thread.setDaemon(true);
        return thread;
    }
}
