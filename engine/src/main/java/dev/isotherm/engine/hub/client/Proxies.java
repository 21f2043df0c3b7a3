package dev.isotherm.engine.hub.client;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxies that {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} name, which Java does not read by itself. Without
 * one for a scheme, Java's own settings hold.
 *
 * @param byScheme {@code http} and {@code https} to their proxies
 * @param except hosts, or ends of host names, that are reached directly; {@code *} for all
 */
public record Proxies(Map<String, InetSocketAddress> byScheme, List<String> except) {

    public static final Proxies NONE = new Proxies(Map.of(), List.of());

    private static final int DEFAULT_PORT = 80;

    static Proxies of(Map<String, String> environment) {
        Map<String, InetSocketAddress> proxies = new HashMap<>();
        for (String scheme : List.of("http", "https")) {
            value(environment, scheme + "_proxy").ifPresent(address -> proxies.put(scheme, address(scheme, address)));
        }
        List<String> except = value(environment, "no_proxy").map(hosts -> Stream.of(hosts.split(","))
                .map(host -> host.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
                .filter(host -> !host.isEmpty())
                .toList()).orElse(List.of());
        return new Proxies(Map.copyOf(proxies), except);
    }

    /** The proxy for an address; empty for whatever Java's own settings say. */
    Optional<Proxy> select(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        InetSocketAddress address = byScheme.get(uri.getScheme().toLowerCase(Locale.ROOT));
        boolean direct = except.stream().anyMatch(e -> e.equals("*") || host.equals(e) || host.endsWith("." + e));
        if (address == null) {
            return Optional.empty();
        }
        return Optional.of(direct ? Proxy.NO_PROXY
                : new Proxy(Proxy.Type.HTTP, new InetSocketAddress(address.getHostString(), address.getPort())));
    }

    private static InetSocketAddress address(String scheme, String given) {
        try {
            URI uri = URI.create(given.contains("://") ? given : "http://" + given);
            if (uri.getHost() != null && uri.getPort() <= 65535 && uri.getRawUserInfo() == null) {
                return InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
            }
        } catch (IllegalArgumentException e) {
            throw malformed(scheme, e);
        }
        throw malformed(scheme, null);
    }

    /** Without repeating it: the address of a proxy may hold a password. */
    private static HubException malformed(String scheme, Exception cause) {
        return new HubException("%s_PROXY is no address like http://host:port; a password in it is not supported"
                .formatted(scheme.toUpperCase(Locale.ROOT)), cause);
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT))
                .map(environment::get).filter(v -> v != null && !v.isBlank()).map(String::strip).findFirst();
    }
}
