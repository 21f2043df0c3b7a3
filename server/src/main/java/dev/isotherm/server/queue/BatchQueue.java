package dev.isotherm.server.queue;

import dev.isotherm.engine.batch.BatchPlanner;
import dev.isotherm.engine.batch.Sequence;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * What waits for a device. A batch is whatever waits when the device gets free, up to the token budget: there is no timer.
 * Admission counts tokens and takes a request as a whole or not at all.
 */
public final class BatchQueue {

    /** How many entries the planner may look at; bounds the time spent under the lock. */
    private static final int WINDOW = 1024;

    private final int maxTokens;
    private final Executor completions;
    private final Set<Entry> probes = new LinkedHashSet<>();
    private final Set<Entry> waiting = new LinkedHashSet<>();
    private long waitingTokens;
    private int waitingRequests;
    private boolean closed;

    /**
     * @param maxTokens tokens that may wait at once
     * @param completions where results are handed to whoever waits for them
     */
    public BatchQueue(int maxTokens, Executor completions) {
        this.maxTokens = maxTokens;
        this.completions = completions;
    }

    /**
     * Queues a request.
     *
     * @return completes with the rows of each sequence, in order, or with the failure of the first batch that failed; completing it
     *     otherwise, as by cancelling it, drops what still waits
     * @throws QueueFullException when its tokens do not fit beside those that wait, or would not fit an empty queue
     * @throws IllegalStateException when the queue is closed
     */
    public CompletableFuture<Encoded> submit(List<Sequence> sequences) {
        long tokens = sequences.stream().mapToLong(Sequence::length).sum();
        return enqueue(sequences, tokens, waiting);
    }

    /** Queues one sequence before all others and outside the token limit, to learn whether the device works. */
    public CompletableFuture<Encoded> probe(Sequence sequence) {
        return enqueue(List.of(sequence), 0, probes);
    }

    private synchronized CompletableFuture<Encoded> enqueue(List<Sequence> sequences, long tokens, Set<Entry> line) {
        if (closed) {
            throw new IllegalStateException("the queue is closed");
        }
        if (tokens > 0 && waitingTokens + tokens > maxTokens) {
            throw new QueueFullException(tokens, waitingTokens, maxTokens);
        }
        Submission submission = new Submission(sequences, System.nanoTime(), completions);
        line.addAll(submission.entries());
        if (line == waiting) {
            waitingTokens += tokens;
            waitingRequests++;
        }
        notifyAll();
        return submission.result();
    }

    /**
     * Waits for work and takes the next batch, all of whose sequences want the same; abandoned entries are dropped on the way.
     *
     * @param planner chooses it
     * @return the entries in batch order; empty once the queue is closed and nothing waits
     */
    synchronized List<Entry> take(BatchPlanner planner) throws InterruptedException {
        while (true) {
            dropAbandoned();
            List<Entry> batch = planner.plan(sameWanted(head()), Entry::length);
            if (!batch.isEmpty() || closed) {
                batch.forEach(this::remove);
                return batch;
            }
            wait();
        }
    }

    /** Refuses further work; what waits is still handed out. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Refuses further work, and fails what waits: there is no device left that could do it. */
    public synchronized void fail(Throwable cause) {
        close();
        List<Entry> lost = Stream.concat(probes.stream(), waiting.stream()).toList();
        lost.forEach(this::remove);
        lost.stream().map(Entry::submission).distinct().forEach(submission -> submission.fail(cause));
    }

    public synchronized long waitingTokens() {
        return waitingTokens;
    }

    public synchronized int waitingRequests() {
        return waitingRequests;
    }

    private List<Entry> head() {
        return Stream.concat(probes.stream(), waiting.stream()).limit(WINDOW).toList();
    }

    /** Of all sequences of a batch the same is wanted, as of the first in line; the others wait, and none goes before its time. */
    private static List<Entry> sameWanted(List<Entry> head) {
        return head.stream().filter(entry -> entry.sequence().wanted() == head.get(0).sequence().wanted()).toList();
    }

    private void dropAbandoned() {
        List<Entry> abandoned;
        do {
            abandoned = head().stream().filter(entry -> entry.submission().isAbandoned()).toList();
            abandoned.forEach(this::remove);
        } while (!abandoned.isEmpty());
    }

    private void remove(Entry entry) {
        if (waiting.remove(entry)) {
            waitingTokens -= entry.length();
            if (entry.submission().leave()) {
                waitingRequests--;
            }
        } else {
            probes.remove(entry);
        }
    }
}
