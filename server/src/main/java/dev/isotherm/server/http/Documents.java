package dev.isotherm.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The description of all routes, for programs and for people; both come out of this server alone. */
final class Documents {

    /** Path and kind of what the page is made of. */
    private static final Map<String, String> PAGE = Map.of(
            "index.html", "text/html; charset=utf-8",
            "start.js", "text/javascript; charset=utf-8",
            "swagger-ui.css", "text/css; charset=utf-8",
            "swagger-ui-bundle.js", "text/javascript; charset=utf-8");

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
            "X-Content-Type-Options", "nosniff");

    private Documents() {}

    static void register(Endpoints endpoints, String version) {
        String openApi = new String(read("openapi.json"), StandardCharsets.UTF_8).replace("${version}", version);
        register(endpoints, "/openapi.json", Answer.json(openApi.getBytes(StandardCharsets.UTF_8)));
        PAGE.forEach((name, contentType) -> {
            Answer answer = Answer.of(contentType, HEADERS, read("docs/" + name));
            register(endpoints, name.equals("index.html") ? "/docs" : "/docs/" + name, answer);
        });
    }

    private static void register(Endpoints endpoints, String path, Answer answer) {
        endpoints.open(path, () -> CompletableFuture.completedFuture(answer), 200);
    }

    /** A file beside this class. */
    static byte[] read(String name) {
        try (InputStream in = Documents.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
