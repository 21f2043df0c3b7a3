package dev.isotherm.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;

/**
 * The bodies of requests that are answered before they are read. A client still busy sending would find its connection closed, and not
 * the answer, unless what it sends is taken in and dropped.
 */
final class Leftovers {

    private static final int CHUNK = 1 << 16;
    private static final int MAX_DISCARDED = 64 << 20;
    private static final long MAX_NANOS = 5_000_000_000L;

    /** So many threads may do this at once; the others are for requests that are let in. */
    private final Semaphore threads = new Semaphore(32);

    /** Returns when the body has ended, or it takes too long. */
    void drop(Context ctx) {
        // Who asks before sending has not sent anything yet.
        if (ctx.header("Expect") != null || !threads.tryAcquire()) {
            return;
        }
        try {
            drop(ctx.req().getInputStream());
        } catch (IOException e) {
            // It has left: then nobody waits for the answer either.
        } finally {
            threads.release();
        }
    }

    static void drop(InputStream in) throws IOException {
        byte[] chunk = new byte[CHUNK];
        int discarded = 0;
        long start = System.nanoTime();
        for (int read = in.read(chunk); read >= 0 && discarded < MAX_DISCARDED; read = in.read(chunk)) {
            discarded += read;
            if (System.nanoTime() - start > MAX_NANOS) {
                return;
            }
        }
    }
}
