package dev.isotherm.engine.hub;

import dev.isotherm.engine.hub.cache.CachedRepository;
import dev.isotherm.engine.hub.client.HubException;
import dev.isotherm.engine.hub.client.RemoteFile;
import dev.isotherm.engine.weights.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model of a hub at one commit. Each file is taken from the cache, or fetched into it when it is first read, so that only what is
 * read is ever fetched and a model that cannot be served is refused before its weights are.
 */
public final class HubModel implements ModelFiles {

    /** Every repository has it, and only a client that fetches whole repositories fetches it. */
    private static final String SIGN_OF_A_WHOLE_REPOSITORY = ".gitattributes";

    private static final Logger LOG = LoggerFactory.getLogger(HubModel.class);
    private static final long MAX_JSON = 32L << 20;
    private static final long MAX_TOKENIZER = 128L << 20;
    private static final List<String> OTHER_WEIGHTS = List.of(".bin", ".h5", ".msgpack", ".gguf", ".pt", ".pth", ".ckpt");

    private final Hub hub;
    private final CachedRepository repository;
    private final String revision;
    private final String commit;
    private final boolean fresh;
    private final ModelDirectory snapshot;
    private Optional<Map<String, RemoteFile>> listed = Optional.empty();

    /**
     * @param fresh whether the hub just named the commit, so that the cache has to learn of it
     */
    HubModel(Hub hub, CachedRepository repository, String revision, String commit, boolean fresh) {
        this.fresh = fresh;
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
        if (!require(name)) {
            return Optional.empty();
        }
        return Optional.of(snapshot.read(name).orElseThrow(() -> new ModelException(
                "model %s: %s was removed from the cache just now; try again".formatted(id(), name))));
    }

    @Override
    public Weights openWeights() {
        return snapshot.openWeights(requireFormat());
    }

    @Override
    public Weights openFolder(String folder) {
        if (Arrays.stream(WeightFormat.values()).noneMatch(format -> require(folder + "/" + format.single()))) {
            throw new ModelException("model %s has no weights in %s".formatted(id(), folder));
        }
        return snapshot.openFolder(folder);
    }

    /**
     * Fetches the weights where they are not in the cache yet. The revision's name stands for this commit only from here on: an
     * update that is broken off leaves the model that was there before.
     *
     * @throws ModelException when the repository has none that can be read
     */
    public void requireWeights() {
        requireFormat();
    }

    /** Whether reading needs nothing more from the hub. */
    public boolean hasWeights() {
        return cachedFormat().isPresent();
    }

    /** A short text that was kept about this commit. */
    public Optional<String> note(String name) {
        return repository.note(commit, name);
    }

    /** Keeps such a text, where the cache can be written. */
    public void keepNote(String name, String text) {
        attempt(name, () -> repository.writeNote(commit, name, text));
    }

    /** What the cache has whole is taken, whatever else the repository has; if it has none, one format alone is fetched. */
    private WeightFormat requireFormat() {
        WeightFormat format = cachedFormat()
                .or(() -> Stream.of(WeightFormat.values()).filter(this::require).findFirst())
                .orElseThrow(this::withoutWeights);
        if (fresh) {
            attempt("the commit of " + revision, () -> repository.writeRef(revision, commit));
        }
        return format;
    }

    private Optional<WeightFormat> cachedFormat() {
        return Stream.of(WeightFormat.values()).filter(snapshot::hasWeights).findFirst();
    }

    private boolean require(WeightFormat format) {
        if (require(format.single())) {
            return true;
        }
        if (!require(format.index())) {
            return false;
        }
        for (String shard : snapshot.shardNames(format)) {
            if (!require(shard)) {
                throw new ModelException("model %s: %s names %s, which the repository does not have"
                        .formatted(id(), format.index(), shard));
            }
        }
        return true;
    }

    /** Whether the repository has the file; if so it is in the cache now. */
    private boolean require(String name) {
        if (snapshot.has(name)) {
            return true;
        }
        if (repository.isMarkedAbsent(commit, name)) {
            return false;
        }
        RemoteFile file = files().get(name);
        if (file != null) {
            requireSize(file);
            hub.downloads(repository.id()).fetch(repository, commit, file);
        }
        return file != null;
    }

    /** Said before it is fetched. Weights may have any size that the disk has room for. */
    private void requireSize(RemoteFile file) {
        long most = file.path().equals("tokenizer.json") ? MAX_TOKENIZER : MAX_JSON;
        if (file.path().endsWith(".json") && file.size() > most) {
            throw new ModelException("model %s: %s has %d bytes, at most %d are read".formatted(id(), file.path(), file.size(), most));
        }
    }

    /** All files of the commit: as the cache knows them, else as the hub does. */
    private Map<String, RemoteFile> files() {
        if (listed.isEmpty()) {
            listed = Optional.of(repository.tree(commit).orElseGet(this::ask));
        }
        return listed.get();
    }

    private Map<String, RemoteFile> ask() {
        boolean whole = isWhole();
        try {
            List<RemoteFile> files = hub.client(repository.id(), whole).files(repository.id(), commit);
            attempt("the list of files", () -> repository.writeTree(commit, files));
            return files.stream().collect(Collectors.toMap(RemoteFile::path, file -> file, (first, second) -> first));
        } catch (HubException e) {
            if (whole) {
                LOG.info("taking the files of {} in the cache for all there are: {}", id(), e.getMessage());
                return Map.of();
            }
            throw e;
        }
    }

    /** Whether the cache looks as if some client had fetched the whole repository, without a list of its files. */
    private boolean isWhole() {
        return hasWeights() && Stream.of(SIGN_OF_A_WHOLE_REPOSITORY, "config.json", "tokenizer.json").allMatch(snapshot::has);
    }

    /** What is kept for the next time only; a cache that cannot be written serves all the same. */
    private void attempt(String what, Runnable write) {
        try {
            write.run();
        } catch (HubException e) {
            LOG.debug("{} is not kept: {}", what, e.getMessage());
        }
    }

    private ModelException withoutWeights() {
        String others = files().keySet().stream()
                .filter(path -> OTHER_WEIGHTS.stream().anyMatch(path::endsWith))
                .sorted()
                .limit(5)
                .collect(Collectors.joining(", "));
        return new ModelException("model %s has %s%s; weights are read from safetensors, state dicts of PyTorch and ONNX: "
                .formatted(id(), WeightFormat.none(), others.isEmpty() ? "" : ", but " + others)
                + "look for a revision that has them, such as refs/pr/1, or save the model anew with save_pretrained");
    }
}
