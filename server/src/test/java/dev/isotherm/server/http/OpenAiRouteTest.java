package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.server.TestServer;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code POST /v1/embeddings}: answers and the shape of its errors. */
class OpenAiRouteTest {

    private static final String ROUTE = "/v1/embeddings";

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
    void answersAsOpenAiDoes() {
        HttpResponse<String> response = server.post(ROUTE, "{\"input\": [\"1\", \"1 2\"], \"model\": \"test/fake\", \"user\": \"u\"}");
        assertThat(response.body()).isEqualTo("{\"object\":\"list\",\"data\":["
                + "{\"object\":\"embedding\",\"index\":0,\"embedding\":[3.0,4.0,1.0,1.0]},"
                + "{\"object\":\"embedding\",\"index\":1,\"embedding\":[4.0,6.0,1.0,1.0]}],"
                + "\"model\":\"test/fake\",\"usage\":{\"prompt_tokens\":7,\"total_tokens\":7}}");
        assertThat(response.headers().firstValue("X-Isotherm-Fingerprint")).isPresent();
    }

    @Test
    void base64IsLittleEndianFloat32() {
        JsonNode answer = TestServer.json(
                server.post(ROUTE, "{\"input\": \"1\", \"model\": \"alias\", \"encoding_format\": \"base64\"}"));
        byte[] bytes = Base64.getDecoder().decode(answer.at("/data/0/embedding").asText());
        float[] vector = new float[4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        assertThat(vector).containsExactly(3, 4, 1, 1);
        assertThat(answer.get("model").asText()).isEqualTo("alias");
    }

    @Test
    void dimensionsAndTemperatureWorkHereToo() {
        assertThat(TestServer.json(server.post(ROUTE, "{\"input\": \"1\", \"dimensions\": 3, \"attention_temperature\": 0.5}"))
                .at("/data/0/embedding").toString()).isEqualTo("[3.0,4.0,2.0]");
    }

    @Test
    void anUnknownModelIsNotFound() {
        HttpResponse<String> response = server.post(ROUTE, "{\"input\": \"1\", \"model\": \"gpt\"}");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"error\":{\"message\":\"model is 'gpt', served is alias\","
                + "\"type\":\"invalid_request_error\",\"param\":\"model\",\"code\":\"model_not_found\"}}");
    }

    @Test
    void errorsAreNested() {
        HttpResponse<String> response = server.post(ROUTE, "{\"input\": \"1\", \"encoding_format\": \"hex\"}");
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(TestServer.json(response).at("/error/message").asText())
                .isEqualTo("encoding_format is 'hex', allowed is float or base64");
        assertThat(TestServer.json(server.post(ROUTE, "{}")).at("/error/param").asText()).isEqualTo("input");
        assertThat(TestServer.json(server.get("/v1/nowhere")).at("/error/type").asText()).isEqualTo("invalid_request_error");
    }

    @Test
    void tokenIdsAreTaken() {
        assertThat(TestServer.json(server.post(ROUTE, "{\"input\": [5, 6], \"model\": \"alias\"}")).at("/usage/prompt_tokens").asInt()).isEqualTo(2);
        assertThat(TestServer.json(server.post("/embeddings", "{\"input\": [[5, 6], [7]]}")).at("/data/1/embedding/1").asInt()).isEqualTo(7);
    }

    @Test
    void modelsAreListedAndFound() {
        JsonNode models = TestServer.json(server.get("/v1/models"));
        assertThat(models.get("object").asText()).isEqualTo("list");
        assertThat(models.at("/data")).extracting(model -> model.get("id").asText()).containsExactly("alias", "test/fake");
        for (String path : new String[] {"/v1/models/test/fake", "/v1/models/test%2Ffake"}) {
            JsonNode model = TestServer.json(server.get(path));
            assertThat(model.get("id").asText()).isEqualTo("test/fake");
            assertThat(model.get("owned_by").asText()).isEqualTo("test");
            assertThat(model.get("created").asLong()).isPositive();
        }
        HttpResponse<String> unknown = server.get("/v1/models/gpt");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(TestServer.json(unknown).at("/error/code").asText()).isEqualTo("model_not_found");
    }

    @Test
    void aFailedForwardIsAServerError() {
        HttpResponse<String> response = server.post(ROUTE, "{\"input\": \"9001\"}");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(TestServer.json(response).at("/error/type").asText()).isEqualTo("server_error");
        assertThat(response.body()).doesNotContain("secret");
    }
}
