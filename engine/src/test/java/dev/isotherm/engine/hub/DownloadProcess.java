package dev.isotherm.engine.hub;

import dev.isotherm.engine.hub.client.HubSettings;
import dev.isotherm.engine.hub.client.Patience;
import dev.isotherm.engine.hub.client.Proxies;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A process of its own that downloads a model: arguments are the endpoint and the cache. */
final class DownloadProcess {

    private DownloadProcess() {}

    public static void main(String[] arguments) {
        HubSettings settings = new HubSettings(
                URI.create(arguments[0]), Optional.empty(), Path.of(arguments[1]), false, Proxies.NONE, Patience.DEFAULT);
        new Hub(settings, new DownloadLog()).model(TestHubs.ID, Optional.empty()).requireWeights();
    }

    static Process start(LocalHub hub, Path cache) throws java.io.IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), DownloadProcess.class.getName(),
                hub.endpoint(), cache.toString()).inheritIO().start();
    }
}
