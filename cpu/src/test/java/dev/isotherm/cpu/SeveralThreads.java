package dev.isotherm.cpu;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import java.util.concurrent.CountDownLatch;

/** A team of Java's own threads. */
record SeveralThreads(int threads) implements Team {

    @Override
    public void run(Function kernel, Pointer argument) {
        CountDownLatch done = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            new Thread(() -> {
                kernel.invokeVoid(new Object[] {argument});
                done.countDown();
            }).start();
        }
        try {
            done.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
