package dev.isotherm.engine.hub.cache;

import dev.isotherm.engine.hub.client.HubException;
import dev.isotherm.engine.hub.client.IoReason;
import dev.isotherm.engine.hub.client.RepositoryId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The cache folder: a folder for each repository, {@code models--<organization>--<name>}, and {@code .locks} beside them. */
public final class HubCache {

    private static final String PREFIX = "models--";

    private final Path root;

    public HubCache(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    public CachedRepository repository(RepositoryId id) {
        String folder = PREFIX + id.organization() + "--" + id.name();
        return new CachedRepository(id, root.resolve(folder), root.resolve(".locks").resolve(folder));
    }

    /** Every repository of a model that has a folder here, by name. */
    public List<RepositoryId> repositories() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.startsWith(PREFIX))
                    .map(name -> RepositoryId.of(name.substring(PREFIX.length()).replaceFirst("--", "/")))
                    .flatMap(Optional::stream)
                    .sorted((a, b) -> a.toString().compareToIgnoreCase(b.toString()))
                    .toList();
        } catch (UncheckedIOException e) {
            throw unreadable(e.getCause());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private HubException unreadable(IOException e) {
        return new HubException("%s: cannot be read: %s".formatted(root, IoReason.of(e)), e);
    }
}
