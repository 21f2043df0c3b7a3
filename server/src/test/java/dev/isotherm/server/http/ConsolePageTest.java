package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.server.TestServer;
import dev.isotherm.server.config.Access;
import dev.isotherm.server.config.ApiKeys;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page at / and the files it is made of. What it does is tested in a browser: clients/console. */
class ConsolePageTest {

    private static final Path FOLDER = Path.of("src/main/resources/dev/isotherm/server/http/console");
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"(console/[^\"]+)\"|from \"\\./([^\"]+)\"");
    private static final int MOST_BYTES = 60 * 1024;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(TestServer.config().with(new Access(ApiKeys.of(List.of("secret"), null), List.of())));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"/, text/html;charset=utf-8", "/console/main.js, text/javascript;charset=utf-8", "/console/console.css, text/css;charset=utf-8",
        "/console/icon.svg, image/svg+xml"})
    void itIsOpenAndGuardedAgainstWhatIsNotItsOwn(String path, String type) {
        HttpResponse<String> response = server.get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").map(given -> given.replace("; ", ";"))).hasValue(type);
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http", "*");
    }

    @Test
    void everyFileIsServedAndReferredTo() throws IOException {
        Set<String> reached = new TreeSet<>();
        Deque<String> left = new ArrayDeque<>(List.of(""));
        while (!left.isEmpty()) {
            HttpResponse<String> response = server.get("/" + left.pop());
            assertThat(response.statusCode()).as(response.uri().getPath()).isEqualTo(200);
            REFERENCE.matcher(response.body()).results()
                    .map(found -> found.group(1) == null ? "console/" + found.group(2) : found.group(1))
                    .filter(reached::add).forEach(left::push);
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(reached).isEqualTo(files.map(file -> "console/" + file.getFileName())
                    .filter(file -> !file.endsWith("index.html")).collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @Test
    void itIsSmallAndBringsNothingFromElsewhere() throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                bytes += Files.size(file);
                assertThat(text.replace("http://www.w3.org/2000/svg", "")).as(file.toString())
                        .doesNotContain("http://", "https://", "innerHTML", "insertAdjacentHTML", "eval(", "style=\"", "onclick=");
            }
        }
        assertThat(bytes).isLessThan(MOST_BYTES);
    }

    @ParameterizedTest
    @CsvSource({"/console/nothing.js", "/console/index.html.bak", "/console/..%2Fopenapi.json", "/console/"})
    void nothingElseIsThere(String path) {
        HttpResponse<String> response = server.get(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).startsWith("{\"error\":");
    }

    @Test
    void postingThereIsStillForTheModel() {
        assertThat(server.post("/", "{\"inputs\": \"1\"}").statusCode()).isEqualTo(401);
    }
}
