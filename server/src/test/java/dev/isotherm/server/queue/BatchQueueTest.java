package dev.isotherm.server.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.engine.batch.BatchPlanner;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.batch.Wanted;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatchQueueTest {

    private static final BatchPlanner PLANNER = new BatchPlanner(10);

    private final BatchQueue queue = new BatchQueue(30, Runnable::run);

    @Test
    void aBatchIsWhatWaitsUpToTheBudgetLongestFirst() throws InterruptedException {
        queue.submit(List.of(sequence(2), sequence(5)));
        queue.submit(List.of(sequence(4), sequence(3)));
        assertThat(lengths(queue.take(PLANNER))).containsExactly(5, 3, 2);
        assertThat(queue.waitingTokens()).isEqualTo(4);
        assertThat(queue.waitingRequests()).isEqualTo(1);
        assertThat(lengths(queue.take(PLANNER))).containsExactly(4);
        assertThat(queue.waitingRequests()).isZero();
    }

    @Test
    void admissionIsAllOrNothing() {
        queue.submit(List.of(sequence(20)));
        assertThatThrownBy(() -> queue.submit(List.of(sequence(5), sequence(6))))
                .isInstanceOf(QueueFullException.class)
                .hasMessage("11 tokens do not fit: 20 of 30 wait already")
                .matches(e -> !((QueueFullException) e).isPermanent());
        assertThat(queue.waitingTokens()).isEqualTo(20);
        queue.submit(List.of(sequence(5), sequence(5)));
        assertThat(queue.waitingTokens()).isEqualTo(30);
    }

    @Test
    void whatNoEmptyQueueCouldHoldIsRefusedForGood() {
        assertThatThrownBy(() -> queue.submit(List.of(sequence(31)))).matches(e -> ((QueueFullException) e).isPermanent());
    }

    @Test
    void vectorsComeBackInTheOrderOfTheRequest() throws InterruptedException {
        CompletableFuture<Encoded> vectors = queue.submit(List.of(sequence(2), sequence(9), sequence(3)));
        while (!vectors.isDone()) {
            queue.take(PLANNER).forEach(entry -> {
                entry.taken(System.nanoTime());
                entry.deliver(new float[][] {{entry.length()}}, new Ride(1, entry.length()));
            });
        }
        Encoded encoded = vectors.join();
        assertThat(encoded.rows()).extracting(rows -> rows[0][0]).containsExactly(2f, 9f, 3f);
        assertThat(encoded.batchTokens()).isEqualTo(9);
        assertThat(encoded.queued()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(encoded.forward()).isGreaterThanOrEqualTo(Duration.ZERO);
    }

    @Test
    void cancelledWorkIsDroppedBeforeItCostsCompute() throws InterruptedException {
        CompletableFuture<Encoded> gone = queue.submit(List.of(sequence(5), sequence(5)));
        queue.submit(List.of(sequence(4)));
        gone.cancel(false);
        assertThat(lengths(queue.take(PLANNER))).containsExactly(4);
        assertThat(queue.waitingTokens()).isZero();
        assertThat(queue.waitingRequests()).isZero();
    }

    @Test
    void theRestOfAFailedRequestIsDroppedToo() throws InterruptedException {
        CompletableFuture<Encoded> failing = queue.submit(List.of(sequence(9), sequence(9)));
        queue.submit(List.of(sequence(1)));
        queue.take(PLANNER).forEach(entry -> entry.submission().fail(new IllegalStateException("x")));
        assertThat(failing).isCompletedExceptionally();
        queue.submit(List.of(sequence(3)));
        assertThat(lengths(queue.take(PLANNER))).containsExactly(3);
    }

    @Test
    void aProbeGoesFirstAndNeedsNoRoom() throws InterruptedException {
        queue.submit(List.of(sequence(30)));
        queue.probe(sequence(1));
        assertThat(lengths(queue.take(PLANNER))).containsExactly(1);
        assertThat(lengths(queue.take(PLANNER))).containsExactly(30);
    }

    @Test
    void aClosedQueueRefusesWorkAndHandsOutWhatWaits() throws InterruptedException {
        queue.submit(List.of(sequence(7)));
        queue.close();
        assertThatThrownBy(() -> queue.submit(List.of(sequence(1)))).isInstanceOf(IllegalStateException.class);
        assertThat(lengths(queue.take(PLANNER))).containsExactly(7);
        assertThat(queue.take(PLANNER)).isEmpty();
    }

    @Test
    void aDeviceWaitsUntilWorkArrives() throws InterruptedException {
        List<Integer> taken = new ArrayList<>();
        Thread device = new Thread(() -> {
            try {
                taken.addAll(lengths(queue.take(PLANNER)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        device.start();
        while (device.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        queue.submit(List.of(sequence(6)));
        device.join();
        assertThat(taken).containsExactly(6);
    }

    @Test
    void whatWaitsFailsWhenNoDeviceIsLeft() throws InterruptedException {
        CompletableFuture<Encoded> waiting = queue.submit(List.of(sequence(9), sequence(9)));
        CompletableFuture<Encoded> probe = queue.probe(sequence(1));
        queue.fail(new IllegalStateException("lost"));
        assertThat(List.of(waiting, probe)).allSatisfy(future -> assertThat(future).isCompletedExceptionally());
        assertThat(queue.waitingTokens()).isZero();
        assertThat(queue.waitingRequests()).isZero();
        assertThat(queue.take(PLANNER)).isEmpty();
        assertThatThrownBy(() -> queue.submit(List.of(sequence(1)))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void ofAllSequencesOfABatchTheSameIsWanted() throws InterruptedException {
        queue.submit(List.of(new Sequence(sequence(2).tokens(), AttentionTemperature.NONE, Wanted.TOKENS)));
        queue.submit(List.of(sequence(3)));
        queue.submit(List.of(new Sequence(sequence(4).tokens(), AttentionTemperature.NONE, Wanted.TOKENS)));
        assertThat(lengths(queue.take(PLANNER))).containsExactly(4, 2);
        assertThat(lengths(queue.take(PLANNER))).containsExactly(3);
    }

    private static List<Integer> lengths(List<Entry> batch) {
        return batch.stream().map(Entry::length).toList();
    }

    private static Sequence sequence(int length) {
        return new Sequence(new Tokens(new int[length], new int[length], length), AttentionTemperature.NONE);
    }
}
