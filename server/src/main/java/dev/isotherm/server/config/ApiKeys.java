package dev.isotherm.server.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The keys that clients must have one of; none lets everybody in. Only their hashes are kept, so that none can be logged. */
public final class ApiKeys {

    /** Everybody is let in. */
    public static final ApiKeys NONE = new ApiKeys(List.of());

    private final List<byte[]> hashes;

    private ApiKeys(List<byte[]> hashes) {
        this.hashes = hashes;
    }

    /**
     * @throws SettingException when one is empty or cannot be sent in a header
     */
    public static ApiKeys of(List<String> keys) {
        for (String key : keys) {
            if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw new SettingException("api-key is empty or has characters that no header can carry");
            }
        }
        return new ApiKeys(keys.stream().map(ApiKeys::hash).toList());
    }

    /**
     * Those given and those of a file, one a line; empty lines and those that begin with # are passed over.
     *
     * @param file null for none
     * @throws SettingException when the file cannot be read or holds none
     */
    public static ApiKeys of(List<String> given, Path file) {
        List<String> keys = new ArrayList<>(given);
        if (file != null) {
            List<String> fromFile = read(file);
            if (fromFile.isEmpty()) {
                throw new SettingException("api-key-file %s has no key".formatted(file));
            }
            keys.addAll(fromFile);
        }
        return of(keys);
    }

    public boolean isEmpty() {
        return hashes.isEmpty();
    }

    /** Takes as long whichever key it is, and whether or not it is one. */
    public boolean accepts(String key) {
        byte[] hash = hash(key);
        boolean accepted = false;
        for (byte[] known : hashes) {
            accepted |= MessageDigest.isEqual(known, hash);
        }
        return accepted;
    }

    private static List<String> read(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
        } catch (IOException | UncheckedIOException e) {
            throw new SettingException("api-key-file %s cannot be read: %s".formatted(file, e.getClass().getSimpleName()));
        }
    }

    private static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApiKeys keys
                && Arrays.deepEquals(hashes.toArray(), keys.hashes.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(hashes.toArray());
    }

    /** How many there are. */
    @Override
    public String toString() {
        return hashes.size() + " keys";
    }
}
