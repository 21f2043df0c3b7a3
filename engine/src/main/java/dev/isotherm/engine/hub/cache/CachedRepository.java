package dev.isotherm.engine.hub.cache;

import dev.isotherm.engine.hub.client.HubException;
import dev.isotherm.engine.hub.client.IoReason;
import dev.isotherm.engine.hub.client.RemoteFile;
import dev.isotherm.engine.hub.client.RepositoryId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A repository in the cache, as the reference client lays it out:
 *
 * <pre>
 * blobs/&lt;hash&gt;              contents
 * snapshots/&lt;commit&gt;/&lt;path&gt;  links to blobs
 * refs/&lt;revision&gt;           the commit of a branch or tag
 * trees/&lt;commit&gt;.json       which files the commit has
 * .no_exist/&lt;commit&gt;/&lt;path&gt; files that it is known not to have
 * </pre>
 *
 * <p>Every file appears by a rename, so that a reader never meets half of one.
 */
public final class CachedRepository {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*");
    private static final int MAX_REVISION = 200;

    private final RepositoryId id;
    private final Path folder;
    private final Path locks;

    CachedRepository(RepositoryId id, Path folder, Path locks) {
        this.id = id;
        this.folder = folder;
        this.locks = locks;
    }

    public RepositoryId id() {
        return id;
    }

    /**
     * @throws HubException when the text cannot be the name of a revision
     */
    public static void requireRevision(String revision) {
        boolean wellFormed = revision.length() <= MAX_REVISION && REVISION.matcher(revision).matches()
                && Stream.of(revision.split("/")).noneMatch(part -> part.equals(".") || part.equals(".."));
        if (!wellFormed) {
            throw new HubException("revision is '%s', allowed is a branch, a tag or a commit".formatted(revision));
        }
    }

    public static boolean isCommit(String revision) {
        return COMMIT.matcher(revision).matches();
    }

    /** The commit that a revision stood for when it was last asked for; a commit stands for itself. */
    public Optional<String> commit(String revision) {
        if (isCommit(revision)) {
            return Optional.of(revision);
        }
        Path ref = folder.resolve("refs").resolve(revision);
        return Files.isRegularFile(ref) ? Optional.of(readString(ref).strip()).filter(CachedRepository::isCommit) : Optional.empty();
    }

    /** The revisions whose commits are known, each with its commit. */
    public Map<String, String> refs() {
        Path refs = folder.resolve("refs");
        Map<String, String> commits = new TreeMap<>();
        for (Path ref : walk(refs)) {
            String revision = refs.relativize(ref).toString().replace('\\', '/');
            commit(revision).ifPresent(commit -> commits.put(revision, commit));
        }
        return commits;
    }

    /** The commits of which there are files. */
    public List<String> commits() {
        Path snapshots = folder.resolve("snapshots");
        if (!Files.isDirectory(snapshots)) {
            return List.of();
        }
        try (Stream<Path> commits = Files.list(snapshots)) {
            return commits.map(commit -> commit.getFileName().toString()).filter(CachedRepository::isCommit).sorted().toList();
        } catch (UncheckedIOException e) {
            throw unreadable(snapshots, e.getCause());
        } catch (IOException e) {
            throw unreadable(snapshots, e);
        }
    }

    /** Where the files of a commit are, those that are here. */
    public Path snapshot(String commit) {
        return folder.resolve("snapshots").resolve(commit);
    }

    /** Bytes of all files of a commit that are here. */
    public long size(String commit) {
        return walk(snapshot(commit)).stream().mapToLong(file -> file.toFile().length()).sum();
    }

    /** Which files the commit has, when that is known. */
    public Optional<Map<String, RemoteFile>> tree(String commit) {
        try {
            Path file = treeFile(commit);
            return Files.isRegularFile(file) ? TreeFile.parse(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public void writeTree(String commit, List<RemoteFile> files) {
        write(treeFile(commit), TreeFile.format(files));
    }

    /** Whether another client asked for the file and learned that the commit does not have it. */
    public boolean isMarkedAbsent(String commit, String path) {
        return Files.exists(folder.resolve(".no_exist").resolve(commit).resolve(path));
    }

    /** Keeps the commit of a branch or tag. */
    public void writeRef(String revision, String commit) {
        if (!isCommit(revision) && !commit(revision).equals(Optional.of(commit))) {
            write(folder.resolve("refs").resolve(revision), commit);
        }
    }

    /** A short text of ours about a commit; other clients do not look where it lies. */
    public Optional<String> note(String commit, String name) {
        Path file = noteFile(commit, name);
        return Files.isRegularFile(file) ? Optional.of(readString(file)) : Optional.empty();
    }

    public void writeNote(String commit, String name, String text) {
        write(noteFile(commit, name), text);
    }

    Path blob(String hash) {
        return folder.resolve("blobs").resolve(hash);
    }

    Path incomplete(String hash) {
        return folder.resolve("blobs").resolve(hash + ".incomplete");
    }

    Path lock(String hash) {
        return locks.resolve(hash + ".lock");
    }

    /** Makes a blob appear as a file of the commit; where links cannot be made, as a copy. */
    void link(String commit, RemoteFile file) {
        Path target = snapshot(commit).resolve(file.path());
        if (Files.isRegularFile(target)) {
            // Readers may be at it: it is never taken away.
            return;
        }
        Path blob = blob(file.hash());
        Path part = temporary(target);
        try {
            Files.createDirectories(target.getParent());
            linkOrCopy(part, target.getParent().relativize(blob), blob);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private static void linkOrCopy(Path part, Path relative, Path blob) throws IOException {
        try {
            Files.createSymbolicLink(part, relative);
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.copy(blob, part);
        }
    }

    private Path treeFile(String commit) {
        return folder.resolve("trees").resolve(commit + ".json");
    }

    private Path noteFile(String commit, String name) {
        return folder.resolve(".isotherm").resolve(commit).resolve(name);
    }

    /** Within the repository's folder and not beside the file: other clients take everything below refs for a ref. */
    private Path temporary(Path target) {
        return folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    }

    private void write(Path file, String text) {
        Path part = temporary(file);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static List<Path> walk(Path start) {
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(start)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (UncheckedIOException e) {
            throw unreadable(start, e.getCause());
        } catch (IOException e) {
            throw unreadable(start, e);
        }
    }

    private static String readString(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static HubException unreadable(Path file, IOException e) {
        return new HubException("%s: cannot be read: %s".formatted(file, IoReason.of(e)), e);
    }

    private static HubException unwritable(Path file, IOException e) {
        return new HubException("%s: cannot be written: %s; HF_HUB_CACHE may name another folder".formatted(file, IoReason.of(e)), e);
    }
}
