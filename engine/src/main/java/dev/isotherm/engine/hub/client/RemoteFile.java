package dev.isotherm.engine.hub.client;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file of a repository at one commit.
 *
 * @param path its path in the repository, with slashes, leading nowhere outside
 * @param size in bytes
 * @param gitHash SHA-1 of the git object, hexadecimal: that of the file itself, or of the pointer to a large one
 * @param largeHash SHA-256 of the contents of a file that is stored outside git
 */
public record RemoteFile(String path, long size, String gitHash, Optional<String> largeHash) {

    private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /** A file as a hub or a cache lists it; empty when its name leads outside or its size or hash cannot be. */
    public static Optional<RemoteFile> of(String path, long size, String gitHash, Optional<String> largeHash) {
        return isSound(size, gitHash, largeHash) && isInside(path)
                ? Optional.of(new RemoteFile(path, size, gitHash, largeHash))
                : Optional.empty();
    }

    /**
     * @throws HubException when its name leads outside or its size or hash cannot be
     */
    public RemoteFile {
        if (!isSound(size, gitHash, largeHash) || !isInside(path)) {
            throw new HubException("the hub lists a file '%s' of %d bytes with hash %s, which cannot be"
                    .formatted(CONTROL.matcher(path).replaceAll("?"), size, largeHash.orElse(gitHash)));
        }
    }

    /** What its contents hash to, and its name among the blobs: SHA-256 of a large file, else the SHA-1 of the git object. */
    public String hash() {
        return largeHash.orElse(gitHash);
    }

    private static boolean isSound(long size, String gitHash, Optional<String> largeHash) {
        return size >= 0 && SHA1.matcher(gitHash).matches() && largeHash.stream().allMatch(h -> SHA256.matcher(h).matches());
    }

    private static boolean isInside(String path) {
        return !path.contains("\\") && !path.contains(":") && !CONTROL.matcher(path).find()
                && Arrays.stream(path.split("/", -1)).noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }
}
