package dev.isotherm.server.cli;

import dev.isotherm.server.config.Listener;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code isotherm health}: for images that have neither a shell nor curl. */
@Command(name = "health", mixinStandardHelpOptions = true,
        description = "Asks a server on this host whether it can embed; the exit code is 0 when it can, else 1.",
        footer = "%nTakes the flags and environment variables by which the server was told where to listen.")
final class HealthCommand implements Callable<Integer> {

    /** A probe waits behind the forward pass that runs, and gives up after five seconds itself. */
    private static final int TIMEOUT_MILLIS = 6_000;

    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

    @Spec
    private CommandSpec spec;

    @Mixin
    private ListenerFlags flags;

    @Override
    public Integer call() {
        Listener listener = flags.listener();
        PrintWriter err = spec.commandLine().getErr();
        if (listener.tls().isPresent() && listener.metricsPort().isEmpty()) {
            err.println("isotherm: the port speaks TLS with a certificate for another name than this host's: give the server a --metrics-port, which "
                    + "answers questions of health without TLS");
            return 1;
        }
        String host = EVERYWHERE.contains(listener.hostname()) ? "127.0.0.1" : listener.hostname();
        return ask(host, listener.metricsPort().orElse(listener.port()), err);
    }

    private static int ask(String host, int port, PrintWriter err) {
        try {
            URL url = new URI("http", null, host, port, "/health/ready", null, null).toURL();
            HttpURLConnection connection = (HttpURLConnection) url.openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            int status = connection.getResponseCode();
            if (status == HttpURLConnection.HTTP_OK) {
                return 0;
            }
            err.printf("isotherm: not ready: %s answers %d%n", url, status);
        } catch (IOException | URISyntaxException e) {
            err.printf("isotherm: not ready: %s port %d: %s%n", host, port, e.getMessage());
        }
        return 1;
    }
}
