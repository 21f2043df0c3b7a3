package dev.isotherm.server.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the server listens.
 *
 * @param hostname address of its TCP ports
 * @param port TCP port; 0 takes a free one
 * @param metricsPort a port of its own for metrics and health, which the other one then does not have; 0 takes a free one
 * @param unixSocket a Unix domain socket beside the TCP port
 * @param tls where there is one, the TCP port speaks TLS
 */
public record Listener(
        String hostname, int port, Optional<Integer> metricsPort, Optional<Path> unixSocket, Optional<TlsFiles> tls) {

    private static final int MAX_PORT = 65_535;

    public Listener {
        requirePort("port", port);
        metricsPort.ifPresent(other -> requirePort("metrics-port", other));
        if (metricsPort.filter(other -> other != 0 && other == port).isPresent()) {
            throw new SettingException("metrics-port", port, "another than port");
        }
    }

    /** That TCP port on all addresses. */
    public static Listener of(int port) {
        return new Listener("0.0.0.0", port, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Listener withPort(int chosen) {
        return new Listener(hostname, chosen, metricsPort, unixSocket, tls);
    }

    private static void requirePort(String setting, int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new SettingException(setting, port, "0 to " + MAX_PORT);
        }
    }
}
