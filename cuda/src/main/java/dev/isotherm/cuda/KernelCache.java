package dev.isotherm.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled kernels on disk. A file holds the SHA-256 of what follows, then the machine code, so that a damaged one is seen and written
 * anew. A directory that cannot be written to costs a compilation at each start and a line in the log, nothing else.
 */
record KernelCache(Path directory) {

    private static final Logger LOG = LoggerFactory.getLogger(KernelCache.class);
    private static final int DIGEST_BYTES = 32;

    /** What was stored under the key, unless nothing was or it is damaged. */
    Optional<byte[]> get(String key) {
        Path file = file(key);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            byte[] stored = Files.readAllBytes(file);
            byte[] cubin = Arrays.copyOfRange(stored, Math.min(DIGEST_BYTES, stored.length), stored.length);
            if (Arrays.equals(stored, withDigest(cubin))) {
                return Optional.of(cubin);
            }
            LOG.warn("{} is damaged; the kernel is compiled again", file);
        } catch (IOException e) {
            LOG.warn("{} cannot be read ({}); the kernel is compiled again", file, e.toString());
        }
        return Optional.empty();
    }

    /** Other processes see all of it or nothing. */
    void put(String key, byte[] cubin) {
        try {
            Files.createDirectories(directory);
            Path unfinished = Files.createTempFile(directory, key.substring(0, 8), ".unfinished");
            try {
                Files.write(unfinished, withDigest(cubin));
                Files.move(unfinished, file(key), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            LOG.warn("Compiled kernels are not kept, each start compiles them: {} cannot be written to ({})", directory, e.toString());
        }
    }

    private Path file(String key) {
        return directory.resolve(key + ".cubin");
    }

    private static byte[] withDigest(byte[] cubin) {
        MessageDigest sha256 = Sha256.digest();
        byte[] both = Arrays.copyOf(sha256.digest(cubin), DIGEST_BYTES + cubin.length);
        System.arraycopy(cubin, 0, both, DIGEST_BYTES, cubin.length);
        return both;
    }
}
