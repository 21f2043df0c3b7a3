package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.server.TestServer;
import dev.isotherm.server.config.Access;
import dev.isotherm.server.config.ApiKeys;
import dev.isotherm.server.config.ServerConfig;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, and pages of other origins. */
class AccessTest {

    private static final String ORIGIN = "https://app.example";

    @TempDir
    private static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), "# of the search team\n\n  key-three \n");
        server = TestServer.start(TestServer.config().with(new Access(ApiKeys.of(List.of("key-one", "key-two"), file), List.of(ORIGIN))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/embed | {\"error\":\"no API key was given: send it as Authorization: Bearer <key>\",\"error_type\":\"Unauthorized\"}",
        "/v1/embeddings | {\"error\":{\"message\":\"no API key was given: send it as Authorization: Bearer <key>\","
                + "\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_api_key\"}}",
        "/v2/embed | {\"message\":\"no API key was given: send it as Authorization: Bearer <key>\"}",
    })
    void withoutAKeyNothingIsDone(String route, String body) {
        HttpResponse<String> response = server.post(route, "not even JSON");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).isEqualTo(body);
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer key-one", "Bearer key-two", "bearer key-three"})
    void anyOfTheKeysWillDo(String authorization) {
        assertThat(embed(authorization).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer key-on", "Bearer key-onee", "Bearer", "Basic key-one", "key-one", "Bearer # of the search team", "Bearer key-one,key-two"})
    void nothingElseWill(String authorization) {
        HttpResponse<String> response = embed(authorization);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).contains("none of this server's").doesNotContain("key-");
    }

    @ParameterizedTest
    @CsvSource({"/info, 401", "/v1/models, 401", "/v1/models/alias, 401", "/health, 200", "/health/live, 200", "/health/ready, 200", "/ping, 200",
        "/metrics, 200", "/openapi.json, 200", "/docs, 200"})
    void whatEverybodyMaySee(String path, int status) {
        assertThat(server.get(path).statusCode()).isEqualTo(status);
    }

    @Test
    void aLargeRequestWithoutAKeySeesItsAnswer() {
        HttpResponse<String> answer = server.send(server.request("/embed").POST(BodyPublishers.ofString("x".repeat(20_000_000))).build());
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void noKeyIsEverPrinted() {
        ServerConfig config = TestServer.config().with(new Access(ApiKeys.of(List.of("secret-key")), List.of()));
        assertThat(config.toString()).contains("1 keys").doesNotContain("secret-key");
    }

    @Test
    void pagesOfAnAllowedOriginMayAskWithAKey() {
        HttpResponse<String> preflight = server.send(server.request("/embed").header("Origin", ORIGIN)
                .header("Access-Control-Request-Method", "POST").header("Access-Control-Request-Headers", "authorization,content-type")
                .method("OPTIONS", BodyPublishers.noBody()).build());
        assertThat(preflight.statusCode()).isLessThan(300);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).contains(ORIGIN);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers").orElse("")).containsIgnoringCase("authorization");
        HttpResponse<String> answer = server.send(server.request("/embed").header("Origin", ORIGIN).header("Authorization", "Bearer key-one")
                .POST(BodyPublishers.ofString("{\"inputs\": \"1\"}")).build());
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(ORIGIN);
        assertThat(answer.headers().firstValue("Access-Control-Expose-Headers").orElse("")).contains("X-Isotherm-Fingerprint");
    }

    @Test
    void pagesOfOthersMayNot() {
        HttpResponse<String> answer = server.send(server.request("/embed").header("Origin", "https://evil.example")
                .header("Authorization", "Bearer key-one").POST(BodyPublishers.ofString("{\"inputs\": \"1\"}")).build());
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    private static HttpResponse<String> embed(String authorization) {
        return server.send(server.request("/embed").header("Authorization", authorization)
                .POST(BodyPublishers.ofString("{\"inputs\": \"1\"}")).build());
    }
}
