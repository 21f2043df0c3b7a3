package dev.isotherm.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.EmbedderOptions;
import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Truncation;
import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import dev.isotherm.server.config.ServerConfig;
import dev.isotherm.server.service.ServedModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real model behind real HTTP: what many clients get at once is what each would get alone. */
class RealModelTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int REQUESTS = 500;
    private static final List<String> POLICIES = List.of("1.0", "0.7", "log:16");

    private static Embedder reference;
    private static IsothermServer server;
    private static HttpClient client;

    private record Expected(String text, String policy, CompletableFuture<HttpResponse<String>> response) {}

    @BeforeAll
    static void start() {
        EmbedderOptions options = EmbedderOptions.of(BundledModel.ALL_MINILM_L6.id())
                .with(ComputeOptions.automatic().withDtype(Dtype.FLOAT32));
        reference = Embedder.load(options);
        server = new IsothermServer(
                ServerConfig.defaults().with(options).withPort(0), ServedModel.of(Embedder.load(options), 1)).start();
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    static void stop() {
        server.close();
        reference.close();
    }

    @Test
    @Timeout(240)
    void fiveHundredConcurrentRequestsOfMixedLengthEachGetTheirOwnVector() throws IOException {
        List<Expected> sent = new ArrayList<>();
        Random random = new Random(500);
        for (int i = 0; i < REQUESTS; i++) {
            String text = "request " + i + " " + "mixed length text ".repeat(1 + (int) Math.pow(60, random.nextDouble()));
            String policy = POLICIES.get(i % POLICIES.size());
            sent.add(new Expected(text, policy, post(text, policy)));
        }
        for (Expected expected : sent) {
            HttpResponse<String> response = expected.response.join();
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(cosine(alone(expected), floats(JSON.readTree(response.body()).get(0)))).isGreaterThanOrEqualTo(0.99999);
        }
    }

    private static CompletableFuture<HttpResponse<String>> post(String text, String policy) {
        String body = JSON.createObjectNode().put("inputs", text).put("attention_temperature", policy).toString();
        return client.sendAsync(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/embed"))
                .POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private static float[] alone(Expected expected) {
        Truncation window = new Truncation(reference.model().maxInputTokens(), Truncation.Side.RIGHT);
        return reference.encode(List.of(reference.tokenizer().encode(expected.text, window)),
                AttentionTemperature.parse(expected.policy)).get(0);
    }

    private static float[] floats(JsonNode list) {
        float[] floats = new float[list.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = list.get(i).floatValue();
        }
        return floats;
    }

    /** Of vectors of length 1. */
    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
        }
        return dot;
    }
}
