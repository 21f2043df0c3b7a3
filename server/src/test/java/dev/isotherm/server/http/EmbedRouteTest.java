package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.server.TestServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code POST /embed} when all goes well. */
class EmbedRouteTest {

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void oneTextGivesAListOfOneVector() {
        HttpResponse<String> response = server.post("/embed", "{\"inputs\": \"10 20\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("[[4.0,33.0,1.0,1.0]]");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("X-Isotherm-Tokens")).contains("4");
        assertThat(response.headers().firstValue("X-Isotherm-Truncated")).contains("0");
        assertThat(response.headers().firstValue("X-Isotherm-Fingerprint")).hasValueSatisfying(f -> assertThat(f).matches("[0-9a-f]{16}"));
    }

    @Test
    void severalTextsKeepTheirOrder() {
        assertThat(server.post("/embed", "{\"inputs\": [\"10 20 30\", \"\", \"5\"]}").body())
                .isEqualTo("[[5.0,63.0,1.0,1.0],[2.0,3.0,1.0,1.0],[3.0,8.0,1.0,1.0]]");
    }

    @Test
    void vectorsAreNormalizedAndShortenedOnRequest() {
        assertThat(server.post("/embed", "{\"inputs\": \"1\", \"normalize\": true, \"dimensions\": 2}").body())
                .isEqualTo("[[0.6,0.8]]");
        assertThat(server.post("/embed", "{\"inputs\": \"1\", \"dimensions\": 1}").body()).isEqualTo("[[3.0]]");
    }

    @Test
    void temperatureReachesTheModelAsANumberOrAPolicy() {
        assertThat(server.post("/embed", "{\"inputs\": \"1\", \"attention_temperature\": 0.5}").body()).isEqualTo("[[3.0,4.0,2.0,1.0]]");
        assertThat(server.post("/embed", "{\"inputs\": [\"1\", \"1 1\"], \"attention_temperature\": \"ranges:1=1.0,4=0.25\"}").body())
                .isEqualTo("[[3.0,4.0,1.0,1.0],[4.0,5.0,4.0,1.0]]");
    }

    @Test
    void everythingThatMovesTheVectorsChangesTheFingerprint() {
        String plain = fingerprint("{\"inputs\": \"1\"}");
        assertThat(fingerprint("{\"inputs\": \"2\"}")).isEqualTo(plain);
        assertThat(fingerprint("{\"inputs\": \"1\", \"attention_temperature\": 1.0}")).isEqualTo(plain);
        assertThat(fingerprint("{\"inputs\": \"1\", \"prompt_name\": \"query\"}")).isEqualTo(plain);
        assertThat(fingerprint("{\"inputs\": \"1\", \"attention_temperature\": 0.9}")).isNotEqualTo(plain);
        assertThat(fingerprint("{\"inputs\": \"1\", \"dimensions\": 2}")).isNotEqualTo(plain);
        assertThat(fingerprint("{\"inputs\": \"1\", \"normalize\": true}")).isNotEqualTo(plain);
        assertThat(TestServer.json(server.get("/info")).get("fingerprint").asText()).isEqualTo(plain);
    }

    @Test
    void anExpectedFingerprintIsHonoured() {
        String plain = fingerprint("{\"inputs\": \"1\"}");
        assertThat(server.post("/embed", "{\"inputs\": \"1\", \"expected_fingerprint\": \"" + plain + "\"}").statusCode()).isEqualTo(200);
    }

    @Test
    void promptsArePutBeforeTheText() {
        assertThat(server.post("/embed", "{\"inputs\": \"1\", \"prompt_name\": \"query\"}").body()).isEqualTo("[[4.0,11.0,1.0,1.0]]");
    }

    @Test
    void longTextsAreCutAndReported() {
        HttpResponse<String> response = server.post("/embed", "{\"inputs\": [\"" + "1 ".repeat(99) + "\", \"1\"], \"details\": true}");
        JsonNode answer = TestServer.json(response);
        assertThat(response.headers().firstValue("X-Isotherm-Truncated")).contains("1");
        assertThat(response.headers().firstValue("X-Isotherm-Tokens")).contains("35");
        assertThat(answer.get("inputs").toString()).isEqualTo(
                "[{\"tokens\":101,\"tokens_used\":32,\"truncated\":true},{\"tokens\":3,\"tokens_used\":3,\"truncated\":false}]");
        assertThat(answer.get("embeddings").get(0).get(0).asInt()).isEqualTo(32);
        assertThat(answer.get("fingerprint").asText()).isEqualTo(fingerprint("{\"inputs\": \"1\"}"));
    }

    @Test
    void eitherEndCanBeCut() {
        String text = "1 ".repeat(30) + "500";
        assertThat(server.post("/embed", "{\"inputs\": \"" + text + "\"}").body()).startsWith("[[32.0,33.0");
        assertThat(server.post("/embed", "{\"inputs\": \"" + text + "\", \"truncation_direction\": \"Left\"}").body())
                .startsWith("[[32.0,532.0");
    }

    @Test
    void nullsMeanTheDefault() {
        assertThat(server.post("/embed", "{\"inputs\": \"1\", \"truncate\": null, \"normalize\": null, \"dimensions\": null, "
                + "\"attention_temperature\": null, \"prompt_name\": null, \"unknown\": 1}").body()).isEqualTo("[[3.0,4.0,1.0,1.0]]");
    }

    private static String fingerprint(String body) {
        return server.post("/embed", body).headers().firstValue("X-Isotherm-Fingerprint").orElseThrow();
    }
}
