package dev.isotherm.engine.hub.client;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the hub and its cache are, read from the variables that the reference client reads.
 *
 * @param endpoint {@code HF_ENDPOINT}, without a slash at its end; its path, if any, stands before every path of the hub
 * @param token {@code HF_TOKEN}, else the contents of {@code HF_TOKEN_PATH} or {@code $HF_HOME/token}; sent to the endpoint alone
 * @param cache {@code HF_HUB_CACHE}, else {@code $HF_HOME/hub}
 * @param offline {@code HF_HUB_OFFLINE}: the hub is not asked for anything
 * @param proxies {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}
 */
public record HubSettings(URI endpoint, Optional<String> token, Path cache, boolean offline, Proxies proxies, Patience patience) {

    private static final String DEFAULT_ENDPOINT = "https://huggingface.co";
    private static final int MAX_PORT = 65535;
    private static final Set<String> TRUE = Set.of("1", "true", "yes", "on");

    /**
     * @throws HubException when a variable is malformed
     */
    public static HubSettings of(Map<String, String> environment) {
        Path home = path(environment, "HF_HOME").orElseGet(() -> path(environment, "XDG_CACHE_HOME")
                .orElseGet(() -> home(environment).resolve(".cache"))
                .resolve("huggingface"));
        return new HubSettings(
                endpoint(value(environment, "HF_ENDPOINT").orElse(DEFAULT_ENDPOINT)),
                token(environment, home),
                path(environment, "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE").orElseGet(() -> home.resolve("hub")),
                value(environment, "HF_HUB_OFFLINE").filter(v -> TRUE.contains(v.toLowerCase(Locale.ROOT))).isPresent(),
                Proxies.of(environment),
                Patience.DEFAULT);
    }

    /** The same cache, and a hub that is not asked for anything. */
    public HubSettings withoutNetwork() {
        return new HubSettings(endpoint, token, cache, true, proxies, patience);
    }

    /** The same hub, asked once and not waited for. */
    public HubSettings brief() {
        return new HubSettings(endpoint, token, cache, offline, proxies, patience.brief());
    }

    /** The host to name in messages. */
    String host() {
        return endpoint.getAuthority();
    }

    /** Keeps the token to itself. */
    @Override
    public String toString() {
        return "HubSettings[endpoint=%s, token=%s, cache=%s, offline=%s]"
                .formatted(endpoint, token.isPresent() ? "set" : "none", cache, offline);
    }

    private static URI endpoint(String given) {
        try {
            URI uri = new URI(given.replaceAll("/+$", ""));
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getPort() <= MAX_PORT && uri.getRawQuery() == null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw badEndpoint(given);
        }
        throw badEndpoint(given);
    }

    private static HubException badEndpoint(String given) {
        return new HubException("HF_ENDPOINT is '%s', allowed is a URL like %s".formatted(given.replaceFirst("//.*@", "//…@"), DEFAULT_ENDPOINT));
    }

    private static Optional<String> token(Map<String, String> environment, Path home) {
        Optional<String> token = value(environment, "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")
                .or(() -> tokenFile(path(environment, "HF_TOKEN_PATH").orElseGet(() -> home.resolve("token"))));
        token.ifPresent(text -> {
            if (!text.chars().allMatch(c -> c > ' ' && c < 127)) {
                throw new HubException("HF_TOKEN has characters that no token has");
            }
        });
        return token;
    }

    private static Optional<String> tokenFile(Path file) {
        try {
            return Files.isReadable(file) ? Optional.of(Files.readString(file).strip()).filter(t -> !t.isEmpty()) : Optional.empty();
        } catch (IOException e) {
            throw new HubException("%s: cannot be read: %s".formatted(file, IoReason.of(e)), e);
        }
    }

    private static Optional<Path> path(Map<String, String> environment, String... names) {
        return value(environment, names).map(path -> {
            try {
                return path.startsWith("~/") ? home(environment).resolve(path.substring(2)) : Path.of(path);
            } catch (InvalidPathException e) {
                throw new HubException("%s is '%s', which is no path here".formatted(String.join(" or ", names), path), e);
            }
        });
    }

    /** Java's own idea of it is that of the user database. */
    private static Path home(Map<String, String> environment) {
        return Path.of(value(environment, "HOME").orElseGet(() -> System.getProperty("user.home")));
    }

    private static Optional<String> value(Map<String, String> environment, String... names) {
        return Stream.of(names).map(environment::get).filter(v -> v != null && !v.isBlank()).map(String::strip).findFirst();
    }
}
