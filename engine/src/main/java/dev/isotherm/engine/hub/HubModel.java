package dev.isotherm.engine.hub;

import dev.isotherm.engine.hub.cache.CachedRepository;
import dev.isotherm.engine.hub.client.RemoteFile;
import dev.isotherm.engine.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A model of a hub at one commit. Each file is taken from the cache, or fetched into it when it is first read, so that only what is
 * read is ever fetched and a model that cannot be served is refused before its weights are.
 */
public final class HubModel implements ModelFiles {

    /** Every repository has it, and only a client that fetches whole repositories fetches it. */
    private static final String SIGN_OF_A_WHOLE_REPOSITORY = ".gitattributes";

    private static final List<String> OTHER_WEIGHTS = List.of(".bin", ".onnx", ".h5", ".msgpack", ".gguf", ".pt", ".pth", ".ckpt");

    private final Hub hub;
    private final CachedRepository repository;
    private final String revision;
    private final String commit;
    private final ModelDirectory snapshot;

    HubModel(Hub hub, CachedRepository repository, String revision, String commit) {
        this.hub = hub;
        this.repository = repository;
        this.revision = revision;
        this.commit = commit;
        this.snapshot = new ModelDirectory(id(), repository.snapshot(commit));
    }

    @Override
    public String id() {
        return repository.id().toString();
    }

    @Override
    public Optional<String> commit() {
        return Optional.of(commit);
    }

    /** The branch, tag or commit by which it was found. */
    public String revision() {
        return revision;
    }

    /** Bytes of its files that are in the cache. */
    public long size() {
        return repository.size(commit);
    }

    @Override
    public Optional<byte[]> read(String name) {
        return require(name) ? snapshot.read(name) : Optional.empty();
    }

    @Override
    public Weights openWeights() {
        requireWeights();
        return snapshot.openWeights();
    }

    /**
     * Fetches the weights where they are not in the cache yet. The revision's name stands for this commit only from here on: an
     * update that is broken off leaves the model that was there before.
     *
     * @throws ModelException when the repository has none that can be read
     */
    public void requireWeights() {
        if (!require(ModelDirectory.SINGLE_FILE)) {
            if (!require(ModelDirectory.INDEX_FILE)) {
                throw withoutWeights();
            }
            for (String shard : snapshot.shardNames()) {
                if (!require(shard)) {
                    throw new ModelException("model %s: %s names %s, which the repository does not have"
                            .formatted(id(), ModelDirectory.INDEX_FILE, shard));
                }
            }
        }
        repository.writeRef(revision, commit);
    }

    /** Whether reading needs nothing more from the hub. */
    public boolean hasWeights() {
        return snapshot.has(ModelDirectory.SINGLE_FILE)
                || snapshot.has(ModelDirectory.INDEX_FILE) && snapshot.shardNames().stream().allMatch(snapshot::has);
    }

    /** A short text that was kept about this commit. */
    public Optional<String> note(String name) {
        return repository.note(commit, name);
    }

    public void writeNote(String name, String text) {
        repository.writeNote(commit, name, text);
    }

    /** Whether the repository has the file; if so it is in the cache now. */
    private boolean require(String name) {
        if (snapshot.has(name)) {
            return true;
        }
        if (isKnownAbsent(name)) {
            return false;
        }
        RemoteFile file = files().get(name);
        if (file != null) {
            hub.downloads(repository.id()).fetch(repository, commit, file);
        }
        return file != null;
    }

    private boolean isKnownAbsent(String name) {
        return repository.tree(commit).map(files -> !files.containsKey(name))
                .orElseGet(() -> repository.isMarkedAbsent(commit, name) || snapshot.has(SIGN_OF_A_WHOLE_REPOSITORY));
    }

    private Map<String, RemoteFile> files() {
        return repository.tree(commit).orElseGet(() -> {
            List<RemoteFile> files = hub.client(repository.id()).files(repository.id(), commit);
            repository.writeTree(commit, files);
            return files.stream().collect(Collectors.toMap(RemoteFile::path, file -> file, (first, second) -> first));
        });
    }

    private ModelException withoutWeights() {
        String others = repository.tree(commit).orElse(Map.of()).keySet().stream()
                .filter(path -> OTHER_WEIGHTS.stream().anyMatch(path::endsWith))
                .sorted()
                .limit(5)
                .collect(Collectors.joining(", "));
        return new ModelException("model %s has neither %s nor %s%s; weights are read from safetensors alone: "
                .formatted(id(), ModelDirectory.SINGLE_FILE, ModelDirectory.INDEX_FILE, others.isEmpty() ? "" : ", but " + others)
                + "look for a revision that has them, such as refs/pr/1, or save the model anew with save_pretrained");
    }
}
