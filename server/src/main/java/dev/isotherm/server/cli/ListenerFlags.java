package dev.isotherm.server.cli;

import dev.isotherm.server.config.Listener;
import dev.isotherm.server.config.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags that say where the server listens. */
final class ListenerFlags {

    @Option(names = "--hostname", paramLabel = "<address>", defaultValue = "0.0.0.0",
            description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String hostname;

    @Option(names = "--port", paramLabel = "<n>", defaultValue = "8080",
            description = "Port to listen on, 0 for a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = {"--metrics-port", "--prometheus-port"}, paramLabel = "<n>",
            description = "Port of its own for /metrics and /health, without keys and TLS; /metrics is then there alone.")
    private Integer metricsPort;

    @Option(names = "--uds-path", paramLabel = "<file>", description = "Unix domain socket to listen on beside the port.")
    private Path udsPath;

    @Option(names = "--tls-cert", paramLabel = "<file>",
            description = "The server's certificate in PEM, followed by those that lead to its authority; the port then speaks TLS.")
    private Path tlsCert;

    @Option(names = "--tls-key", paramLabel = "<file>", description = "Its private key in PEM, not encrypted.")
    private Path tlsKey;

    Listener listener() {
        return new Listener(
                hostname, port, Optional.ofNullable(metricsPort), Optional.ofNullable(udsPath), TlsFiles.of(tlsCert, tlsKey));
    }
}
