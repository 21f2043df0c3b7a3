package dev.isotherm.engine.hub;

import dev.isotherm.engine.hub.client.HubSettings;
import dev.isotherm.engine.hub.client.Patience;
import dev.isotherm.engine.hub.client.Proxies;
import dev.isotherm.engine.hub.client.RepositoryId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Hubs for tests: the local one, and ours as its client. */
final class TestHubs {

    static final RepositoryId ID = RepositoryId.of(LocalHub.REPOSITORY).orElseThrow();

    /** Gives up fast. */
    static final Patience IMPATIENT = new Patience(Duration.ofMillis(600), Duration.ofMillis(5), 4, Duration.ofSeconds(2));

    private TestHubs() {}

    static LocalHub local() {
        return LocalHub.serving("tiny-xlm-roberta");
    }

    static HubSettings settings(LocalHub local, Path cache) {
        return new HubSettings(URI.create(local.endpoint()), Optional.empty(), cache, false, Proxies.NONE, IMPATIENT);
    }

    static Hub client(LocalHub local, Path cache) {
        return new Hub(settings(local, cache), new DownloadLog());
    }

    static Hub offline(Path cache) {
        URI nowhere = URI.create("http://127.0.0.1:1");
        return new Hub(new HubSettings(nowhere, Optional.empty(), cache, true, Proxies.NONE, IMPATIENT), new DownloadLog());
    }

    /** A hub at an address where nothing listens. */
    static Hub down(Path cache) {
        URI nowhere = URI.create("http://127.0.0.1:1");
        return new Hub(new HubSettings(nowhere, Optional.empty(), cache, false, Proxies.NONE, IMPATIENT), new DownloadLog());
    }

    /** Reads all that a server reads, and returns the model. */
    static HubModel complete(Hub hub) {
        HubModel model = hub.model(ID, Optional.empty());
        new ModelDescriptionReader(model, FakeModelFiles.POSITIONS).read(ModelOverrides.NONE);
        model.openWeights().close();
        return model;
    }
}
