package dev.isotherm.engine.hub.client;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a repository, such as {@code BAAI/bge-m3}: an organization or user, and a name. */
public record RepositoryId(String organization, String name) {

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?");
    private static final int MAX_LENGTH = 96;

    /** Empty when the text cannot be such a name, as a path with another number of parts cannot. */
    public static Optional<RepositoryId> of(String text) {
        String[] parts = text.split("/", -1);
        boolean wellFormed = parts.length == 2 && text.length() <= MAX_LENGTH && isPart(parts[0]) && isPart(parts[1]);
        return wellFormed ? Optional.of(new RepositoryId(parts[0], parts[1])) : Optional.empty();
    }

    /** Double dashes separate the parts in the cache's folder names. */
    private static boolean isPart(String part) {
        return PART.matcher(part).matches() && !part.contains("--") && !part.contains("..");
    }

    @Override
    public String toString() {
        return organization + "/" + name;
    }
}
