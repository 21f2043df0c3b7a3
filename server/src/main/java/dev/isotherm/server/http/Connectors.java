package dev.isotherm.server.http;

import dev.isotherm.server.config.Listener;
import dev.isotherm.server.config.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** What the server listens on: HTTP/1.1 and HTTP/2 everywhere, TLS where there is a certificate. */
final class Connectors {

    /** Names by which a connector is found again. */
    static final String MAIN = "main";

    static final String METRICS = "metrics";

    /** Connections that may come in at once; the system's default of 50 makes a burst of clients wait for seconds. */
    private static final int ACCEPT_QUEUE = 1024;

    private Connectors() {}

    /**
     * The main one first.
     *
     * @throws SettingException when a certificate cannot be used or the path of the socket is taken
     */
    static List<Connector> of(Listener listener, Server server, HttpConfiguration http) {
        List<Connector> connectors = new ArrayList<>();
        connectors.add(tcp(MAIN, listener.hostname(), listener.port(), listener.tls().map(Certificate::read), server, http));
        listener.metricsPort().ifPresent(port -> connectors.add(tcp(METRICS, listener.hostname(), port, Optional.empty(), server, http)));
        listener.unixSocket().ifPresent(path -> connectors.add(unix(path, server, http)));
        return connectors;
    }

    private static Connector tcp(
            String name, String host, int port, Optional<SslContextFactory.Server> tls, Server server, HttpConfiguration http) {
        ServerConnector connector = new ServerConnector(
                server, tls.map(certificate -> secure(certificate, http)).orElseGet(() -> plain(http)));
        connector.setName(name);
        connector.setHost(host);
        connector.setPort(port);
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        return connector;
    }

    private static Connector unix(Path path, Server server, HttpConfiguration http) {
        removeAbandoned(path);
        UnixDomainServerConnector connector = new UnixDomainServerConnector(server, plain(http));
        connector.setName("unix");
        connector.setUnixDomainPath(path);
        return connector;
    }

    /** A socket that an earlier process left would be in the way; anything else is not ours to delete. */
    private static void removeAbandoned(Path path) {
        try {
            if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()) {
                throw new SettingException("uds-path is %s, where something is that is no socket".formatted(path));
            }
            Files.delete(path);
        } catch (IOException e) {
            throw new SettingException("uds-path %s cannot be used: %s".formatted(path, e));
        }
    }

    private static ConnectionFactory[] plain(HttpConfiguration http) {
        return new ConnectionFactory[] {new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http)};
    }

    private static ConnectionFactory[] secure(SslContextFactory.Server certificate, HttpConfiguration plain) {
        HttpConfiguration http = new HttpConfiguration(plain);
        // Whether the name that the client asked for is the certificate's is for the client to judge.
        http.addCustomizer(new SecureRequestCustomizer(false));
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol("http/1.1");
        return new ConnectionFactory[] {
            new SslConnectionFactory(certificate, alpn.getProtocol()), alpn, new HTTP2ServerConnectionFactory(http), new HttpConnectionFactory(http)};
    }
}
