package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.policy.EmbeddingPolicy;
import dev.isotherm.engine.policy.EmbeddingPolicy.Side;
import dev.isotherm.engine.pooling.Centring;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Overflow;
import dev.isotherm.server.FakeEncoder;
import dev.isotherm.server.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Blends, policies that tell queries and documents apart, and what is taken out of vectors. */
class PolicyTest {

    private static final Offset<Float> CLOSE = Offset.offset(1e-6f);
    private static final int[] IDS = {1, 5, 2};
    private static final int[] QUERY_IDS = {1, 7, 5, 2};
    private static final Centring QUERIES = new Centring(new float[] {0.25f, 0, 0, 0}, new float[0][]);
    private static final Centring DOCUMENTS = new Centring(new float[] {0, 0.5f, 0, 0}, new float[][] {{0, 0, 0, 1}});

    @Test
    void aBlendAveragesItsMembersScaledToLengthOne() {
        try (TestServer server = TestServer.start()) {
            assertThat(embedded(server, "'inputs': '5', 'normalize': false, 'attention_temperature': 'blend:1.0,0.5'"))
                    .containsExactly(mean(IDS, 1, 2), CLOSE);
            assertThat(server.metric("isotherm_attention_temperature_count")).isEqualTo(2);
            assertThat(server.metric("isotherm_input_tokens_count")).isEqualTo(1);
        }
    }

    @Test
    void severalTextsOfABlendKeepTheirOrder() {
        try (TestServer server = TestServer.start()) {
            String body = "{'inputs': ['5', '6 6', '7'], 'attention_temperature': 'blend:1.0,0.5,0.25', 'normalize': false}".replace('\'', '"');
            JsonNode together = TestServer.json(server.post("/embed", body));
            for (int i = 0; i < 3; i++) {
                String alone = List.of("5", "6 6", "7").get(i);
                assertThat(together.get(i)).isEqualTo(TestServer.json(server.post("/embed",
                        "{\"inputs\": [\"%s\"], \"attention_temperature\": \"blend:1.0,0.5,0.25\", \"normalize\": false}".formatted(alone))).get(0));
            }
        }
    }

    @Test
    void tokensVectorsAreNotBlended() {
        try (TestServer server = TestServer.start()) {
            HttpResponse<String> answer = server.post("/embed_all", "{\"inputs\": \"5\", \"attention_temperature\": \"blend:1.0,0.5\"}");
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("attention_temperature is blend:1.0,0.5, allowed is one that is no blend");
        }
    }

    @Test
    void scoresAreNotBlended() {
        try (TestServer server = TestServer.startClassifier("only")) {
            HttpResponse<String> answer = server.post("/predict", "{\"inputs\": \"5\", \"attention_temperature\": \"blend:1.0,0.5\"}");
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("one that is no blend");
        }
    }

    @Test
    void eachSideHasItsTemperatureAndItsCentringAndOneFingerprint() {
        try (TestServer server = TestServer.start(policy(Optional.empty()))) {
            float[] query = Vectors.normalized(QUERIES.apply(Vectors.normalized(FakeEncoder.vector(QUERY_IDS, 2))));
            float[] document = Vectors.normalized(DOCUMENTS.apply(Vectors.normalized(FakeEncoder.vector(IDS, 1))));
            assertThat(embedded(server, "'inputs': '5', 'prompt_name': 'query', 'normalize': true"))
                    .containsExactly(query, CLOSE);
            assertThat(embedded(server, "'inputs': '5', 'normalize': true"))
                    .containsExactly(document, CLOSE);
            assertThat(embedded(server, "'inputs': '5', 'normalize': true, 'prompt_name': 'document'"))
                    .containsExactly(document, CLOSE);
            assertThat(fingerprint(server, "'inputs': '5', 'prompt_name': 'query'")).isEqualTo(fingerprint(server, "'inputs': '5'"));
        }
    }

    @Test
    void aRequestsOwnTemperatureIsTheModelsWithNothingTakenOut() {
        try (TestServer server = TestServer.start(policy(Optional.empty())); TestServer plain = TestServer.start()) {
            String request = "'inputs': '5', 'normalize': true, 'attention_temperature': 0.5";
            assertThat(embedded(server, request)).isEqualTo(embedded(plain, request));
            assertThat(fingerprint(server, request)).isEqualTo(fingerprint(plain, request));
            assertThat(fingerprint(server, "'inputs': '5'")).isNotEqualTo(fingerprint(plain, "'inputs': '5'"));
        }
    }

    @Test
    void aPolicySaysWhatBecomesOfLongTexts() {
        String text = IntStream.rangeClosed(1, 40).mapToObj(Integer::toString).collect(Collectors.joining(" "));
        try (TestServer server = TestServer.start(policy(Optional.of(Overflow.MEAN)))) {
            HttpResponse<String> whole = server.post("/embed", "{\"inputs\": \"" + text + "\"}");
            assertThat(whole.headers().firstValue("X-Isotherm-Tokens")).contains("42");
            HttpResponse<String> cut = server.post("/embed", "{\"inputs\": \"" + text + "\", \"truncate\": true}");
            assertThat(cut.headers().firstValue("X-Isotherm-Tokens")).contains("32");
            assertThat(server.post("/embed_all", "{\"inputs\": \"" + text + "\"}").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void infoTellsThem() {
        try (TestServer server = TestServer.start(policy(Optional.empty()))) {
            JsonNode info = TestServer.json(server.get("/info"));
            assertThat(info.path("attention_temperature").asText()).isEqualTo("1.0");
            assertThat(info.path("query_attention_temperature").asText()).isEqualTo("0.5");
            assertThat(info.path("centred").asBoolean()).isTrue();
        }
    }

    private static EmbeddingPolicy policy(Optional<Overflow> overflow) {
        return new EmbeddingPolicy(
                new Side(AttentionTemperature.parse("0.5"), Optional.of(QUERIES)),
                new Side(AttentionTemperature.NONE, Optional.of(DOCUMENTS)), overflow, Optional.empty());
    }

    private static float[] mean(int[] ids, float... logitScales) {
        float[] mean = new float[FakeEncoder.DIMENSIONS];
        for (float scale : logitScales) {
            float[] member = Vectors.normalized(FakeEncoder.vector(ids, scale));
            for (int i = 0; i < mean.length; i++) {
                mean[i] += member[i] / logitScales.length;
            }
        }
        return mean;
    }

    private static float[] embedded(TestServer server, String fields) {
        JsonNode vector = TestServer.json(server.post("/embed", body(fields))).get(0);
        float[] numbers = new float[vector.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) vector.get(i).asDouble();
        }
        return numbers;
    }

    private static String fingerprint(TestServer server, String fields) {
        return server.post("/embed", body(fields)).headers().firstValue("X-Isotherm-Fingerprint").orElseThrow();
    }

    private static String body(String fields) {
        return "{" + fields.replace('\'', '"') + "}";
    }
}
