package dev.isotherm.server.http;

import dev.isotherm.server.service.RequestException;
import dev.isotherm.server.service.RequestException.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The page at {@code /}: open, as it holds nothing but itself; what it asks for wants the key. */
final class ConsolePage {

    private static final String PAGE = "index.html";

    private static final List<String> FILES = List.of(
            PAGE, "console.css", "icon.svg",
            "api.js", "chart.js", "collapse.js", "compare.js", "curl.js", "dom.js", "examples.js", "grow.js", "growth.js", "inputs.js", "key.js",
            "live.js", "main.js", "maths.js", "matrix.js", "movement.js", "series.js", "temperature.js", "texts.js", "theme.js");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    /** Texts of users are shown here: nothing inline runs, and no string becomes markup. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
                    + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            // A page of one version with the scripts of another would be neither.
            "Cache-Control", "no-cache");

    private final Map<String, Answer> files = FILES.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), ConsolePage::answer));

    void register(Endpoints endpoints) {
        endpoints.open("/", () -> CompletableFuture.completedFuture(files.get(PAGE)), 200);
        endpoints.open("/console/<file>", ctx -> file(ctx.pathParam("file")), 200, 404);
    }

    private Answer file(String name) {
        if (!files.containsKey(name)) {
            throw new RequestException(Kind.NOT_FOUND, "the console has no such file");
        }
        return files.get(name);
    }

    private static Answer answer(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        return Answer.of(type, HEADERS, Documents.read("console/" + name));
    }
}
