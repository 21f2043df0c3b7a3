package dev.isotherm.engine.hub;

import dev.isotherm.engine.hub.cache.BlobDownload;
import dev.isotherm.engine.hub.cache.CachedRepository;
import dev.isotherm.engine.hub.cache.DownloadListener;
import dev.isotherm.engine.hub.cache.HubCache;
import dev.isotherm.engine.hub.client.HubClient;
import dev.isotherm.engine.hub.client.HubException;
import dev.isotherm.engine.hub.client.HubSettings;
import dev.isotherm.engine.hub.client.RepositoryId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Models of a Hugging Face hub, by way of the cache that all its clients on a machine share. What is in the cache is not asked for
 * again: a branch stays at the commit it had, until {@link #latest} asks anew.
 */
public final class Hub {

    private static final String DEFAULT_REVISION = "main";

    private final HubSettings settings;
    private final HubCache cache;
    private final HubClient client;
    private final BlobDownload downloads;

    public Hub(HubSettings settings, DownloadListener listener) {
        this.settings = settings;
        this.cache = new HubCache(settings.cache());
        this.client = new HubClient(settings);
        this.downloads = new BlobDownload(client, settings.patience(), listener);
    }

    /** The hub that environment variables name; downloads are logged. */
    public static Hub of(Map<String, String> environment) {
        return new Hub(HubSettings.of(environment), new DownloadLog());
    }

    /**
     * A model at the commit that the cache has for the revision, else at the hub's. Its files are fetched when they are read.
     *
     * @throws HubException when the cache has no commit and the hub cannot be asked
     */
    public HubModel model(RepositoryId id, Optional<String> revision) {
        String name = revision.orElse(DEFAULT_REVISION);
        CachedRepository.requireRevision(name);
        CachedRepository repository = cache.repository(id);
        return new HubModel(this, repository, name, repository.commit(name).orElseGet(() -> currentCommit(id, name)));
    }

    /** A model at the commit that the hub has for the revision now. */
    public HubModel latest(RepositoryId id, Optional<String> revision) {
        String name = revision.orElse(DEFAULT_REVISION);
        CachedRepository.requireRevision(name);
        return new HubModel(this, cache.repository(id), name, currentCommit(id, name));
    }

    /** Every model of which there are files in the cache, at each commit; a commit that a branch stands for bears its name. */
    public List<HubModel> cached() {
        return cache.repositories().stream().map(cache::repository).flatMap(repository -> repository.commits().stream()
                .map(commit -> new HubModel(this, repository, revision(repository, commit), commit))).toList();
    }

    HubClient client(RepositoryId id) {
        if (settings.offline()) {
            throw new HubException("the cache %s does not have all of model %s, and HF_HUB_OFFLINE forbids to ask %s; "
                    .formatted(settings.cache(), id, settings.endpoint().getAuthority())
                    + "run 'isotherm download %s' without it first".formatted(id));
        }
        return client;
    }

    BlobDownload downloads(RepositoryId id) {
        client(id);
        return downloads;
    }

    private String currentCommit(RepositoryId id, String revision) {
        return CachedRepository.isCommit(revision) ? revision : client(id).commit(id, revision);
    }

    private static String revision(CachedRepository repository, String commit) {
        return repository.refs().entrySet().stream()
                .filter(ref -> ref.getValue().equals(commit))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(commit);
    }
}
