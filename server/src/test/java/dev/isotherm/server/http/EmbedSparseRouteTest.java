package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.server.TestServer;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /embed_sparse} of a model that yields sparse vectors, and what else such a model is asked. */
class EmbedSparseRouteTest {

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.startSparse();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyTextHasItsWeights() {
        HttpResponse<String> response = server.post("/embed_sparse", body("'inputs': ['10 20', '5']"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("[" + weights(4, 33, 1, 1) + "," + weights(3, 8, 1, 1) + "]");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("X-Isotherm-Tokens")).contains("7");
        assertThat(response.headers().firstValue("X-Isotherm-Truncated")).contains("0");
        assertThat(response.headers().firstValue("Server-Timing")).isPresent();
    }

    @Test
    void whatIsZeroIsNotThere() {
        assertThat(post("'inputs': [[0, 0]]"))
                .isEqualTo("[[{\"index\":0,\"value\":2.0},{\"index\":2,\"value\":1.0},{\"index\":3,\"value\":1.0}]]");
    }

    @Test
    void fieldsMeanWhatTheyMeanOfDenseVectors() {
        assertThat(post("'inputs': '1', 'attention_temperature': 0.5")).isEqualTo("[" + weights(3, 4, 2, 1) + "]");
        assertThat(post("'inputs': '1', 'attention_temperature': 'first-half:0.5'")).isEqualTo("[" + weights(3, 4, 2, 1) + "]");
        assertThat(post("'inputs': '1', 'prompt_name': 'query'")).isEqualTo("[" + weights(4, 11, 1, 1) + "]");
        String text = "1 ".repeat(30) + "500";
        assertThat(post("'inputs': '" + text + "', 'truncation_direction': 'Left'")).isEqualTo("[" + weights(32, 532, 1, 1) + "]");
        assertThat(post("'inputs': '1', 'normalize': null, 'dimensions': null")).isEqualTo("[" + weights(3, 4, 1, 1) + "]");
    }

    @Test
    void theMeanOfWindowsIsOfTheirVectorsAsTheyAre() {
        JsonNode answer = TestServer.parse(post("'inputs': '" + "1 ".repeat(30) + "101 ".repeat(15) + "', 'overflow': 'mean', 'details': true"));
        assertThat(answer.at("/embeddings/0/1/value").asDouble()).isEqualTo((33 + 3 + 15 + 1515) / 2.0);
        assertThat(answer.at("/inputs/0").toString()).isEqualTo("{\"tokens\":47,\"tokens_used\":47,\"truncated\":false}");
        assertThat(answer.get("fingerprint")).isEqualTo(TestServer.json(server.get("/info")).get("fingerprint"));
    }

    @Test
    void theFingerprintIsThatOfTheSpace() {
        String plain = fingerprint("'inputs': '1'");
        assertThat(fingerprint("'inputs': '1', 'attention_temperature': 0.5")).isNotEqualTo(plain);
        assertThat(fingerprint("'inputs': '1', 'expected_fingerprint': '" + plain + "'")).isEqualTo(plain);
        assertThat(server.post("/embed_sparse", body("'inputs': '1', 'expected_fingerprint': '0'")).statusCode()).isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
        "'normalize': true; normalize is true, allowed is none where vectors are sparse",
        "'normalize': false; normalize is false, allowed is none where vectors are sparse",
        "'dimensions': 2; dimensions is 2, allowed is none where vectors are sparse",
        "'attention_temperature': 'blend:1.0,0.5'; attention_temperature is blend:1.0,0.5, allowed is one that is no blend where vectors are sparse",
        "'overflow': 'late'; overflow is late, allowed is truncate, error or mean: late is for models whose vectors are the mean of their tokens' and nothing else",
        "'prompt_name': 'none'; prompt name is 'none', test/fake has: query",
    })
    void whatSparseVectorsAreNotIsRefused(String fields, String message) {
        HttpResponse<String> response = server.post("/embed_sparse", body("'inputs': '1', " + fields));
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(TestServer.json(response).get("error").asText()).isEqualTo(message);
        assertThat(TestServer.json(response).get("error_type").asText()).isEqualTo("Validation");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
        "/embed; 'inputs': '1'; /error",
        "/embed_all; 'inputs': '1'; /error",
        "/similarity; 'inputs': {'source_sentence': '1', 'sentences': ['2']}; /error",
        "/v1/embeddings; 'input': '1'; /error/message",
        "/embeddings; 'input': '1'; /error/message",
        "/v2/embed; 'texts': ['1']; /message",
        "/embed; 'inputs': '1', 'attention_temperature': 'blend:1.0,0.5'; /error",
    })
    void routesForDenseVectorsNameThisOne(String route, String fields, String where) {
        HttpResponse<String> response = server.post(route, body(fields));
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(TestServer.json(response).at(where).asText())
                .isEqualTo("model test/fake yields sparse vectors: it has /embed_sparse, but no dense ones");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {"/predict; 'inputs': '1'", "/rerank; 'query': '1', 'texts': ['2']"})
    void routesForScoresNameItToo(String route, String fields) {
        HttpResponse<String> response = server.post(route, body(fields));
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(TestServer.json(response).get("error").asText()).isEqualTo("model test/fake embeds texts: it has /embed_sparse, but no scores");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'inputs': '1'", "'inputs': '1', 'normalize': true"})
    void otherModelsSayWhatTheyHave(String fields) {
        try (TestServer dense = TestServer.start(); TestServer classifier = TestServer.startClassifier("only")) {
            HttpResponse<String> refused = dense.post("/embed_sparse", body(fields));
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(TestServer.json(refused).get("error").asText())
                    .isEqualTo("model test/fake pools by cls: it has /embed, but no sparse vectors, which models have that pool by splade");
            assertThat(classifier.post("/embed_sparse", body(fields)).body()).contains("model test/fake scores texts: it has /predict");
        }
    }

    @Test
    void theServerKnowsWhatItServes() {
        assertThat(server.post("/", body("'inputs': '5'")).body()).isEqualTo(post("'inputs': '5'"));
        assertThat(TestServer.json(server.get("/info")).get("model_type").toString()).isEqualTo("{\"embedding\":{\"pooling\":\"splade\"}}");
        assertThat(TestServer.json(server.get("/collapse")).get("buckets")).isEmpty();
        assertThat(server.get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void nothingIsCollectedForTheGaugeOfLengthCollapse() {
        IntStream.range(0, 10).forEach(i -> post("'inputs': '1'"));
        assertThat(server.get("/metrics").body()).contains("isotherm_length_collapse_cosine{tokens=\"1-16\"} NaN");
    }

    private static String post(String fields) {
        HttpResponse<String> response = server.post("/embed_sparse", body(fields));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static String fingerprint(String fields) {
        return server.post("/embed_sparse", body(fields)).headers().firstValue("X-Isotherm-Fingerprint").orElseThrow();
    }

    private static String weights(float... values) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> "{\"index\":%d,\"value\":%s}".formatted(i, values[i]))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String body(String fields) {
        return "{" + fields.replace('\'', '"') + "}";
    }
}
