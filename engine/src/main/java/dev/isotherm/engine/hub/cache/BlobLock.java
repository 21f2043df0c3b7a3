package dev.isotherm.engine.hub.cache;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
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

    /** ENOENT, EINTR, EAGAIN, EACCES and, on macOS, EWOULDBLOCK: held by another process, or gone in this moment. */
    private static final Set<Integer> TRY_AGAIN = Set.of(2, 4, 11, 13, 35);

    private static final Optional<CLibrary> LIBRARY = library();

    private final AutoCloseable held;

    private BlobLock(AutoCloseable held) {
        this.held = held;
    }

    /** The part of the C library that is needed. */
    public interface CLibrary extends Library {
        int open(String path, int flags) throws LastErrorException;

        int flock(int descriptor, int operation) throws LastErrorException;

        int close(int descriptor);
    }

    /** Waits as long as another process holds the lock, and says so. */
    static BlobLock acquire(Path file) throws IOException {
        create(file);
        long nextNotice = System.nanoTime() + NOTICE.toNanos();
        while (true) {
            Optional<AutoCloseable> held = LIBRARY.isPresent() ? tryFlock(LIBRARY.get(), file) : tryChannel(file);
            if (held.isPresent()) {
                return new BlobLock(held.get());
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

    /** Loaded once: a library that JNA closes meanwhile can deadlock with another that is being loaded. */
    private static final class Kept {
        private static final CLibrary LIBRARY = Native.load("c", CLibrary.class);
    }

    private static Optional<CLibrary> library() {
        try {
            return Platform.isWindows() ? Optional.empty() : Optional.of(Kept.LIBRARY);
        } catch (LinkageError e) {
            LOG.warn("locks of the hub's cache are not shared with other clients: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Of a group that shares a cache, every member may lock. */
    private static void create(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try {
            Files.createFile(file);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        } catch (FileAlreadyExistsException | UnsupportedOperationException e) {
            LOG.trace("{} is there already, or without permissions", file);
        }
    }

    private static Optional<AutoCloseable> tryFlock(CLibrary library, Path file) throws IOException {
        Object identity = identity(file);
        int descriptor = -1;
        boolean locked = false;
        try {
            descriptor = library.open(file.toString(), READ_WRITE);
            library.flock(descriptor, EXCLUSIVE_NOT_BLOCKING);
            // Somebody who removes and remakes the file in between would leave two holders of two files.
            locked = identity.equals(identity(file));
        } catch (LastErrorException e) {
            if (!TRY_AGAIN.contains(e.getErrorCode())) {
                LOG.debug("no flock on {}: {}", file, e.getMessage());
                return tryChannel(file);
            }
        } finally {
            if (descriptor >= 0 && !locked) {
                library.close(descriptor);
            }
        }
        int holder = descriptor;
        return locked ? Optional.of(() -> library.close(holder)) : Optional.empty();
    }

    private static Optional<AutoCloseable> tryChannel(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            LOG.trace("another thread holds {}", file);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? Optional.of(channel) : Optional.empty();
    }

    private static Object identity(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        return Files.getAttribute(file, "unix:ino");
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
