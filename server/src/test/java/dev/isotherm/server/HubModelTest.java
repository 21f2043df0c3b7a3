package dev.isotherm.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.EmbedderOptions;
import dev.isotherm.engine.hub.Hub;
import dev.isotherm.engine.hub.LocalHub;
import dev.isotherm.engine.hub.Models;
import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import dev.isotherm.server.service.ServedModel;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a name at a hub to vectors over HTTP, those of the reference library, temperatures included. */
class HubModelTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"tiny-xlm-roberta", "tiny-roberta", "tiny-bert", "tiny-bert-sharded"})
    void aNameAtAHubBecomesVectorsOfTheReferenceLibrary(String checkpoint) throws IOException, InterruptedException {
        try (LocalHub hub = LocalHub.serving(checkpoint); IsothermServer server = serve(hub)) {
            JsonNode golden = golden(checkpoint);
            for (JsonNode expected : golden) {
                JsonNode vector = embed(server, expected);
                for (int i = 0; i < vector.size(); i++) {
                    assertThat(vector.get(i).asDouble()).isCloseTo(expected.at("/vector/" + i).asDouble(), within(2e-5));
                }
            }
            assertThat(golden).hasSize(24);
        }
    }

    @Test
    void infoNamesTheCommit() throws IOException, InterruptedException {
        try (LocalHub hub = LocalHub.serving("tiny-xlm-roberta"); IsothermServer server = serve(hub)) {
            JsonNode info = get(server, "/info");
            assertThat(info.get("model_sha").asText()).isEqualTo(LocalHub.COMMIT);
            assertThat(info.get("model_id").asText()).isEqualTo(LocalHub.REPOSITORY);
            assertThat(info.get("max_input_length").asInt()).isEqualTo(64);
        }
    }

    private IsothermServer serve(LocalHub hub) {
        EmbedderOptions options = EmbedderOptions.of(LocalHub.REPOSITORY)
                .with(ComputeOptions.automatic().withDtype(Dtype.FLOAT32));
        Hub client = Hub.of(Map.of("HF_HOME", home.toString(), "HF_ENDPOINT", hub.endpoint()));
        Embedder embedder = Embedder.load(options, Models.locate(options.model(), client));
        return new IsothermServer(TestServer.config(), ServedModel.of(embedder, 1)).start();
    }

    private static JsonNode embed(IsothermServer server, JsonNode expected) throws IOException, InterruptedException {
        String body = JSON.createObjectNode()
                .put("inputs", expected.get("text").asText())
                .put("attention_temperature", expected.get("temperature").asDouble())
                .toString();
        return send(HttpRequest.newBuilder(uri(server, "/embed")).POST(BodyPublishers.ofString(body)).build()).get(0);
    }

    private static JsonNode get(IsothermServer server, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(server, path)).build());
    }

    private static JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        return JSON.readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
    }

    private static URI uri(IsothermServer server, String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private static JsonNode golden(String checkpoint) throws IOException {
        try (InputStream in = LocalHub.class.getResourceAsStream("/models/" + checkpoint + "/golden.json")) {
            return JSON.readTree(in);
        }
    }
}
