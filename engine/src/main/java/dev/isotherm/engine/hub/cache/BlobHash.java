package dev.isotherm.engine.hub.cache;

import dev.isotherm.engine.hub.client.RemoteFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a file on disk hashes to, in the way that a hub names it. */
final class BlobHash {

    private static final int BUFFER = 1 << 20;

    private BlobHash() {}

    /** SHA-256 of the contents of a large file, else SHA-1 of git's blob object, hexadecimal. */
    static String of(Path file, RemoteFile remote) throws IOException {
        MessageDigest digest = digest(remote.largeHash().isPresent() ? "SHA-256" : "SHA-1");
        if (remote.largeHash().isEmpty()) {
            digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
