package dev.isotherm.engine.hub.client;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * GET requests to a hub. Redirects are followed here and not by the connection, so that the token goes to the endpoint alone: the
 * files themselves often lie with another host.
 */
final class HubHttp {

    private static final int MAX_REDIRECTS = 5;

    private final HubSettings settings;

    HubHttp(HubSettings settings) {
        this.settings = settings;
    }

    /**
     * @param offset first byte that is wanted
     * @throws TransientFailure when no answer comes
     * @throws HubException when redirects lead nowhere
     */
    HubResponse get(URI start, long offset) throws TransientFailure {
        URI current = start;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            try {
                HttpURLConnection connection = open(current, offset);
                int status = connection.getResponseCode();
                if (!isRedirect(status)) {
                    return new HubResponse(connection, status);
                }
                current = target(current, connection);
                connection.disconnect();
            } catch (IOException e) {
                throw failure(current, e);
            } catch (HubException e) {
                throw e;
            } catch (RuntimeException e) {
                // The JDK wraps what it finds wrong with an address, such as its port.
                throw new HubException("%s is no address that can be asked".formatted(current.getAuthority()), e);
            }
        }
        throw new HubException("%s redirects more than %d times; check HF_ENDPOINT and any proxy between"
                .formatted(settings.host(), MAX_REDIRECTS));
    }

    /** A failure to connect or to go on reading, said without addresses beyond the host: those of file stores carry signatures. */
    private static TransientFailure failure(URI uri, IOException e) {
        return new TransientFailure("%s cannot be reached (%s)".formatted(uri.getAuthority(), reason(e)), e);
    }

    private static String reason(IOException e) {
        if (e instanceof UnknownHostException) {
            return "unknown host";
        }
        if (e instanceof SocketTimeoutException) {
            return "no answer in time";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private HttpURLConnection open(URI uri, long offset) throws IOException {
        Optional<Proxy> proxy = settings.proxies().select(uri);
        HttpURLConnection connection = (HttpURLConnection) (proxy.isPresent()
                ? uri.toURL().openConnection(proxy.get())
                : uri.toURL().openConnection());
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout((int) settings.patience().timeout().toMillis());
        connection.setReadTimeout((int) settings.patience().timeout().toMillis());
        connection.setRequestProperty("User-Agent", "isotherm");
        // Otherwise the size would be that of something compressed.
        connection.setRequestProperty("Accept-Encoding", "identity");
        if (offset > 0) {
            connection.setRequestProperty("Range", "bytes=" + offset + "-");
        }
        if (isEndpoint(uri)) {
            settings.token().ifPresent(token -> connection.setRequestProperty("Authorization", "Bearer " + token));
        }
        return connection;
    }

    private boolean isEndpoint(URI uri) {
        URI endpoint = settings.endpoint();
        return endpoint.getScheme().equalsIgnoreCase(uri.getScheme())
                && endpoint.getAuthority().equalsIgnoreCase(uri.getAuthority());
    }

    private static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private static URI target(URI from, HttpURLConnection connection) {
        String location = connection.getHeaderField("Location");
        return target(from, location == null ? "" : location);
    }

    /**
     * Where an answer points to.
     *
     * @throws HubException when that is no address to be asked, or an insecure one while this one is secure
     */
    static URI target(URI from, String location) {
        try {
            URI target = from.resolve(location);
            boolean safe = target.getScheme().equalsIgnoreCase("https")
                    || target.getScheme().equalsIgnoreCase("http") && from.getScheme().equalsIgnoreCase("http");
            if (!location.isEmpty() && target.getHost() != null && safe) {
                return target;
            }
        } catch (IllegalArgumentException e) {
            throw new HubException("%s redirects to something that is no address".formatted(from.getAuthority()), e);
        }
        throw new HubException("%s redirects to something that is no %s address".formatted(from.getAuthority(), from.getScheme()));
    }
}
