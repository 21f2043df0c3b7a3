package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.server.FakeEncoder;
import dev.isotherm.server.TestServer;
import dev.isotherm.server.config.Access;
import dev.isotherm.server.config.ApiKeys;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code GET /collapse} after what passed through. */
class CollapseRouteTest {

    @Test
    void theNumbersAreThoseOfTheVectorsThatPassed() {
        try (TestServer server = TestServer.startNormalizing(TestServer.config())) {
            List<float[]> vectors = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                JsonNode vector = TestServer.json(server.post("/embed", "{\"inputs\": \"%s\"}".formatted("5 ".repeat(i + 1)))).get(0);
                vectors.add(floats(vector));
            }
            server.post("/embed", "{\"inputs\": \"%s\"}".formatted("1 ".repeat(20)));
            JsonNode collapse = TestServer.json(server.get("/collapse"));
            assertThat(collapse.get("buckets")).hasSize(10);
            assertThat(collapse.get("kept_per_bucket").asInt()).isEqualTo(64);
            assertThat(collapse.get("needed").asInt()).isEqualTo(8);
            assertThat(collapse.get("fingerprint")).isEqualTo(TestServer.json(server.get("/info")).get("fingerprint"));
            assertThat(collapse.get("attention_temperature").asText()).isEqualTo("1.0");
            JsonNode few = collapse.at("/buckets/1");
            assertThat(few).hasToString("{\"tokens\":\"17-32\",\"from\":17,\"to\":32,\"seen\":1,\"kept\":1,\"mean_cosine\":null,"
                    + "\"centred_mean_cosine\":null,\"mean_cosine_centred_on_all\":null,\"distance_to_centre\":null}");
            assertThat(collapse.at("/buckets/9/to").isNull()).isTrue();
            JsonNode enough = collapse.at("/buckets/0");
            assertThat(enough.get("seen").asInt()).isEqualTo(9);
            assertThat(enough.get("mean_cosine").asDouble()).isCloseTo(meanCosine(vectors), within(1e-5));
            assertThat(enough.get("mean_cosine").asDouble())
                    .isCloseTo(server.metric("isotherm_length_collapse_cosine{tokens=\"1-16\"}"), within(1e-9));
            assertThat(enough.get("centred_mean_cosine").asDouble()).isBetween(-1.0, 1.0);
            assertThat(enough.get("distance_to_centre").asDouble()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void othersTemperaturesAreNotAmongThem() {
        try (TestServer server = TestServer.startNormalizing(TestServer.config())) {
            server.post("/embed", "{\"inputs\": \"5\", \"attention_temperature\": 0.5}");
            assertThat(TestServer.json(server.get("/collapse")).at("/buckets/0/seen").asInt()).isZero();
            server.post("/embed", "{\"inputs\": \"5\"}");
            assertThat(TestServer.json(server.get("/collapse")).at("/buckets/0/seen").asInt()).isEqualTo(1);
        }
    }

    @Test
    void itWantsTheKey() {
        try (TestServer server = TestServer.start(TestServer.config().with(new Access(ApiKeys.of(List.of("secret"), null), List.of())))) {
            assertThat(server.get("/collapse").statusCode()).isEqualTo(401);
            assertThat(server.send(server.request("/collapse").header("Authorization", "Bearer secret").GET().build()).statusCode()).isEqualTo(200);
            assertThat(server.send(server.request("/collapse").POST(BodyPublishers.noBody()).build()).statusCode()).isEqualTo(405);
        }
    }

    @Test
    void aModelThatScoresHasNone() {
        try (TestServer server = TestServer.startClassifier("LABEL_0")) {
            assertThat(TestServer.json(server.get("/collapse")).get("buckets")).isEmpty();
        }
    }

    private static float[] floats(JsonNode vector) {
        float[] floats = new float[FakeEncoder.DIMENSIONS];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = vector.get(i).floatValue();
        }
        return floats;
    }

    private static double meanCosine(List<float[]> vectors) {
        double sum = 0;
        for (int i = 0; i < vectors.size(); i++) {
            for (int j = 0; j < i; j++) {
                sum += Vectors.cosine(vectors.get(i), vectors.get(j));
            }
        }
        return sum / (vectors.size() * (vectors.size() - 1) / 2);
    }
}
