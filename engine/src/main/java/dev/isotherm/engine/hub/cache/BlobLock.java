package dev.isotherm.engine.hub.cache;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process at a time may download a blob. The reference client takes the same lock by flock(2), which Java's own file locks do
 * not meet: they are fcntl(2) locks. Only where there is no flock, Java's are used. The system frees the lock of a process that dies.
 */
final class BlobLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BlobLock.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration NOTICE = Duration.ofSeconds(10);
    private static final int READ_WRITE = 2;
    private static final int EXCLUSIVE_NOT_BLOCKING = 2 | 4;

    private static final Optional<CLibrary> LIBRARY = library();

    private final AutoCloseable held;

    private BlobLock(AutoCloseable held) {
        this.held = held;
    }

    /** The part of the C library that is needed. */
    public interface CLibrary extends Library {
        int open(String path, int flags) throws LastErrorException;

        int flock(int descriptor, int operation);

        int close(int descriptor);
    }

    /** Waits as long as another process holds the lock, and says so. */
    static BlobLock acquire(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        long nextNotice = System.nanoTime() + NOTICE.toNanos();
        while (true) {
            AutoCloseable held = LIBRARY.isPresent() ? tryFlock(LIBRARY.get(), file) : tryChannel(file);
            if (held != null) {
                return new BlobLock(held);
            }
            if (System.nanoTime() > nextNotice) {
                LOG.info("waiting for another process that holds {}", file);
                nextNotice += NOTICE.toNanos();
            }
            pause();
        }
    }

    @Override
    public void close() {
        try {
            held.close();
        } catch (Exception e) {
            LOG.warn("a lock could not be released: {}", e.getMessage());
        }
    }

    private static Optional<CLibrary> library() {
        try {
            return Platform.isWindows() ? Optional.empty() : Optional.of(Native.load("c", CLibrary.class));
        } catch (LinkageError e) {
            LOG.warn("locks of the hub's cache are not shared with other clients: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static AutoCloseable tryFlock(CLibrary library, Path file) throws IOException {
        Object identity = identity(file);
        int descriptor = library.open(file.toString(), READ_WRITE);
        // Somebody who removes and remakes the file in between would leave two holders of two files.
        if (library.flock(descriptor, EXCLUSIVE_NOT_BLOCKING) == 0 && identity.equals(identity(file))) {
            return () -> library.close(descriptor);
        }
        library.close(descriptor);
        return null;
    }

    private static AutoCloseable tryChannel(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() != null) {
            return channel;
        }
        channel.close();
        return null;
    }

    private static Object identity(Path file) throws IOException {
        try (FileChannel made = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            return Files.getAttribute(file, "unix:ino");
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while another process downloads", e);
        }
    }
}
