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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models of a Hugging Face hub, by way of the cache that all its clients on a machine share. What is in the cache is not asked for
 * again: a branch stays at the commit it had, until {@link #latest} asks anew.
 */
public final class Hub {

    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);
    private static final String DEFAULT_REVISION = "main";

    private final HubSettings settings;
    private final HubCache cache;
    private final HubClient client;
    private final HubClient briefClient;
    private final BlobDownload downloads;

    public Hub(HubSettings settings, DownloadListener listener) {
        this.settings = settings;
        this.cache = new HubCache(settings.cache());
        this.client = new HubClient(settings);
        this.briefClient = new HubClient(settings.brief());
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
        return repository.commit(name)
                .map(commit -> new HubModel(this, repository, name, commit, false))
                .orElseGet(() -> new HubModel(this, repository, name, currentCommit(id, name), true));
    }

    /** A model at the commit that the hub has for the revision now. */
    public HubModel latest(RepositoryId id, Optional<String> revision) {
        String name = revision.orElse(DEFAULT_REVISION);
        CachedRepository.requireRevision(name);
        return new HubModel(this, cache.repository(id), name, currentCommit(id, name), true);
    }

    /** Every model of which there are files in the cache, at each commit; a commit that a branch stands for bears its name. */
    public List<HubModel> cached() {
        return cache.repositories().stream().map(cache::repository).flatMap(repository -> cached(repository).stream()).toList();
    }

    private List<HubModel> cached(CachedRepository repository) {
        try {
            return repository.commits().stream()
                    .map(commit -> new HubModel(this, repository, revision(repository, commit), commit, false))
                    .toList();
        } catch (HubException e) {
            LOG.warn("model {} is left out: {}", repository.id(), e.getMessage());
            return List.of();
        }
    }

    /**
     * @param brief whether one can do without an answer
     */
    HubClient client(RepositoryId id, boolean brief) {
        requireOnline(id);
        return brief ? briefClient : client;
    }

    BlobDownload downloads(RepositoryId id) {
        requireOnline(id);
        return downloads;
    }

    private void requireOnline(RepositoryId id) {
        if (settings.offline()) {
            throw new HubException("HF_HUB_OFFLINE forbids to ask %s for what the cache %s lacks of model %s; "
                    .formatted(settings.endpoint().getAuthority(), settings.cache(), id)
                    + "run 'isotherm download %s' without it first".formatted(id));
        }
    }

    private String currentCommit(RepositoryId id, String revision) {
        return CachedRepository.isCommit(revision) ? revision : client(id, false).commit(id, revision);
    }

    private static String revision(CachedRepository repository, String commit) {
        return repository.refs().entrySet().stream()
                .filter(ref -> ref.getValue().equals(commit))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(commit);
    }
}
