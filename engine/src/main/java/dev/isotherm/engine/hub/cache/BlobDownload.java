package dev.isotherm.engine.hub.cache;

import dev.isotherm.engine.hub.client.Attempts;
import dev.isotherm.engine.hub.client.HubClient;
import dev.isotherm.engine.hub.client.HubException;
import dev.isotherm.engine.hub.client.HubResponse;
import dev.isotherm.engine.hub.client.IoReason;
import dev.isotherm.engine.hub.client.Patience;
import dev.isotherm.engine.hub.client.RemoteFile;
import dev.isotherm.engine.hub.client.TransientFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Brings files into the cache. Bytes go to {@code <hash>.incomplete}, are hashed as they lie on disk, and become the blob by a
 * rename. Whatever ends the process in between leaves a part that the next attempt, of whichever process, goes on from.
 */
public final class BlobDownload {

    private static final int BUFFER = 1 << 18;

    private final HubClient client;
    private final Patience patience;
    private final DownloadListener listener;

    public BlobDownload(HubClient client, Patience patience, DownloadListener listener) {
        this.client = client;
        this.patience = patience;
        this.listener = listener;
    }

    /**
     * Makes a file of a commit present, verified by size and hash.
     *
     * @throws HubException when the hub does not yield it, or it cannot be kept
     */
    public void fetch(CachedRepository repository, String commit, RemoteFile file) {
        Path blob = repository.blob(file.hash());
        try {
            Files.createDirectories(blob.getParent());
            try (BlobLock lock = BlobLock.acquire(repository.lock(file.hash()))) {
                if (!Files.isRegularFile(blob)) {
                    download(repository, commit, file);
                }
                repository.link(commit, file);
            }
        } catch (IOException e) {
            throw new HubException("%s of %s cannot be kept in %s: %s; make room or permission there, or name another folder in HF_HUB_CACHE"
                    .formatted(file.path(), repository.id(), blob.getParent(), IoReason.of(e)), e);
        }
    }

    private void download(CachedRepository repository, String commit, RemoteFile file) throws IOException {
        Path part = repository.incomplete(file.hash());
        requireSpace(part, file);
        boolean resumed = partSize(part) > 0;
        complete(repository, commit, file, part);
        String hash = BlobHash.of(part, file);
        if (!hash.equals(file.hash()) && resumed) {
            // The part of an earlier attempt may be what is wrong.
            Files.delete(part);
            complete(repository, commit, file, part);
            hash = BlobHash.of(part, file);
        }
        if (!hash.equals(file.hash())) {
            Files.delete(part);
            throw new HubException("%s of %s has hash %s, the hub promised %s; nothing of it was kept"
                    .formatted(file.path(), repository.id(), hash, file.hash()));
        }
        Files.move(part, repository.blob(file.hash()), StandardCopyOption.ATOMIC_MOVE);
        listener.finished(file);
    }

    /** Goes on until the part has all bytes; attempts that bring none are counted. */
    private void complete(CachedRepository repository, String commit, RemoteFile file, Path part) throws IOException {
        Attempts attempts = new Attempts(patience, "what came is kept, another attempt goes on from there");
        listener.started(file, partSize(part));
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            truncateBeyond(out, file.size());
            while (out.size() < file.size()) {
                long before = out.size();
                try (HubResponse response = client.open(repository.id(), commit, file.path(), before)) {
                    append(response, file, out);
                } catch (TransientFailure e) {
                    if (out.size() > before) {
                        attempts.progressed();
                    }
                    attempts.failed(e);
                }
            }
            // A rename that reaches the disk before the bytes do would leave a hollow blob after a power failure.
            out.force(true);
        }
    }

    private void append(HubResponse response, RemoteFile file, FileChannel out) throws IOException {
        if (out.size() > 0 && !response.startsAt(out.size())) {
            out.truncate(0);
            listener.started(file, 0);
        }
        out.position(out.size());
        byte[] buffer = new byte[BUFFER];
        InputStream in = body(response);
        for (int count = read(in, buffer); count >= 0; count = read(in, buffer)) {
            if (out.size() + count > file.size()) {
                out.truncate(0);
                throw new HubException("%s has more than the %d bytes that the hub promised; nothing of it was kept"
                        .formatted(file.path(), file.size()));
            }
            writeFully(out, ByteBuffer.wrap(buffer, 0, count));
            listener.advanced(file, count);
        }
        if (out.size() < file.size()) {
            throw new TransientFailure("%s ended after %d of %d bytes".formatted(file.path(), out.size(), file.size()));
        }
    }

    private static InputStream body(HubResponse response) throws TransientFailure {
        try {
            return response.body();
        } catch (IOException e) {
            throw new TransientFailure("the hub broke off: " + e.getMessage(), e);
        }
    }

    /** Failures to read are the hub's and may pass; failures to write are ours and do not. */
    private static int read(InputStream in, byte[] buffer) throws TransientFailure {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new TransientFailure("the hub broke off: " + e.getMessage(), e);
        }
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private static void truncateBeyond(FileChannel out, long size) throws IOException {
        if (out.size() > size) {
            out.truncate(0);
        }
    }

    private static long partSize(Path part) throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    private static void requireSpace(Path part, RemoteFile file) throws IOException {
        long needed = file.size() - partSize(part);
        long free = Files.getFileStore(part.getParent()).getUsableSpace();
        if (needed > free) {
            throw new IOException("%d bytes are needed, %d are free".formatted(needed, free));
        }
    }
}
