package dev.isotherm.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.isotherm.engine.Embedders;
import dev.isotherm.server.config.ServerConfig;
import dev.isotherm.server.service.ServedModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A checkpoint with sparse vectors behind HTTP: those of the reference library, temperatures included. */
class SparseModelServerTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static IsothermServer server;

    @BeforeAll
    static void start() {
        server = new IsothermServer(ServerConfig.defaults().withPort(0), ServedModel.of(Embedders.tiny("tiny-splade"), 1)).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void weightsAreThoseOfTheReferenceLibrary() throws IOException, InterruptedException {
        JsonNode golden = JSON.readTree(Embedders.resource("tiny-splade").resolve("golden.json").toFile());
        for (JsonNode expected : golden) {
            JsonNode vector = JSON.readTree(post(expected).body()).get(0);
            assertAscendingAndPositive(vector);
            float[] whole = new float[words()];
            vector.forEach(word -> whole[word.get("index").asInt()] = word.get("value").floatValue());
            for (int i = 0; i < expected.get("indices").size(); i++) {
                whole[expected.at("/indices/" + i).asInt()] -= expected.at("/values/" + i).floatValue();
            }
            for (float difference : whole) {
                assertThat(difference).as(expected.get("text").asText()).isCloseTo(0, within(2e-4f));
            }
        }
        assertThat(golden).isNotEmpty().anyMatch(expected -> expected.get("temperature").asDouble() != 1);
    }

    @Test
    void itIsReadyAndSaysWhatItIs() throws IOException, InterruptedException {
        assertThat(get("/health").statusCode()).isEqualTo(200);
        JsonNode info = JSON.readTree(get("/info").body());
        assertThat(info.at("/model_type/embedding/pooling").asText()).isEqualTo("splade");
        assertThat(info.get("normalize").asBoolean()).isFalse();
        JsonNode first = JSON.readTree(Embedders.resource("tiny-splade").resolve("golden.json").toFile()).get(0);
        assertThat(post(first).headers().firstValue("X-Isotherm-Fingerprint")).contains(info.get("fingerprint").asText());
    }

    private static void assertAscendingAndPositive(JsonNode vector) {
        int previous = -1;
        for (JsonNode word : vector) {
            assertThat(word.get("index").asInt()).isGreaterThan(previous);
            assertThat(word.get("value").floatValue()).isPositive();
            previous = word.get("index").asInt();
        }
    }

    private static int words() throws IOException, InterruptedException {
        return JSON.readTree(get("/info").body()).get("dimensions").asInt();
    }

    private static HttpResponse<String> post(JsonNode expected) throws IOException, InterruptedException {
        String body = JSON.createObjectNode()
                .put("inputs", expected.get("text").asText())
                .put("attention_temperature", expected.get("temperature").asDouble()).toString();
        return CLIENT.send(HttpRequest.newBuilder(uri("/embed_sparse")).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}
