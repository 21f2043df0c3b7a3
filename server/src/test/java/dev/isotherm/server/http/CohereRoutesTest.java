package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.server.TestServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code POST /v2/embed}. */
class CohereRoutesTest {

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
    void answersAsCohereDoes() {
        JsonNode answer = TestServer.json(server.post("/v2/embed",
                "{\"model\": \"alias\", \"texts\": [\"1\", \"5\"], \"input_type\": \"search_document\", \"output_dimension\": 2}"));
        assertThat(answer.at("/embeddings/float").toString()).isEqualTo("[[0.6,0.8],[0.35112345,0.9363292]]");
        assertThat(answer.at("/texts").toString()).isEqualTo("[\"1\",\"5\"]");
        assertThat(answer.at("/meta/billed_units/input_tokens").asInt()).isEqualTo(6);
        assertThat(answer.at("/id").asText()).matches("[0-9a-f-]{36}");
        assertThat(answer.at("/embeddings")).hasSize(1);
    }

    @Test
    void whatATextIsForChoosesThePrompt() {
        assertThat(tokens("search_query")).isEqualTo("4");
        assertThat(tokens("search_document")).isEqualTo("3");
        assertThat(tokens("clustering")).isEqualTo("3");
    }

    @Test
    void vectorsComeInFewerBits() {
        JsonNode embeddings = TestServer.json(server.post("/v2/embed", "{\"texts\": [\"1\"], \"input_type\": \"search_document\", "
                + "\"embedding_types\": [\"int8\", \"uint8\", \"binary\", \"ubinary\", \"base64\", \"float\", \"int8\"]}")).get("embeddings");
        assertThat(embeddings.properties()).extracting(java.util.Map.Entry::getKey)
                .containsExactly("int8", "uint8", "binary", "ubinary", "base64", "float");
        assertThat(embeddings.get("int8").toString()).isEqualTo("[[18,24,6,6]]");
        assertThat(embeddings.get("uint8").toString()).isEqualTo("[[146,152,134,134]]");
        assertThat(embeddings.get("ubinary").toString()).isEqualTo("[[240]]");
        assertThat(embeddings.get("binary").toString()).isEqualTo("[[112]]");
        assertThat(embeddings.get("base64").get(0).asText()).hasSize(24);
    }

    @Test
    void inputsOfTextAreTexts() {
        assertThat(TestServer.json(server.post("/v2/embed", "{\"inputs\": [{\"content\": [{\"type\": \"text\", \"text\": \"1\"}]}], "
                + "\"input_type\": \"classification\"}")).at("/texts").toString()).isEqualTo("[\"1\"]");
        assertThat(server.post("/v2/embed", "{\"inputs\": [{\"content\": [{\"type\": \"image_url\"}]}]}").statusCode()).isEqualTo(400);
    }

    @Test
    void eitherEndCanBeCut() {
        String body = "{\"texts\": [\"" + "1 ".repeat(30) + "500\"], \"truncate\": \"%s\", \"embedding_types\": [\"float\"]}";
        assertThat(server.post("/v2/embed", body.formatted("NONE")).statusCode()).isEqualTo(422);
        assertThat(server.post("/v2/embed", body.formatted("START")).body()).isNotEqualTo(server.post("/v2/embed", body.formatted("END")).body());
    }

    @Test
    void errorsAreMessages() {
        assertRefused("{\"texts\": [\"1\"], \"input_type\": \"poem\"}", 422, "input_type is 'poem', allowed is search_document,");
        assertRefused("{\"texts\": [\"1\"], \"embedding_types\": [\"int4\"]}", 422,
                "embedding_types is 'int4', allowed is float, int8, uint8, binary, ubinary, base64");
        assertRefused("{\"texts\": [\"1\"], \"truncate\": \"MIDDLE\"}", 422, "truncate is 'MIDDLE', allowed is NONE, START or END");
        assertRefused("{\"texts\": \"1\"}", 400, "texts is \\\"1\\\", allowed is a list of strings");
        assertRefused("{\"texts\": [\"1\"], \"model\": \"embed-v4.0\"}", 404, "model is 'embed-v4.0', served is alias");
        assertRefused("{\"texts\": [\"9001\"]}", 500, "the forward pass failed");
    }

    private static void assertRefused(String body, int status, String message) {
        HttpResponse<String> response = server.post("/v2/embed", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).startsWith("{\"message\":\"" + message);
    }

    private static String tokens(String inputType) {
        return server.post("/v2/embed", "{\"texts\": [\"1\"], \"input_type\": \"" + inputType + "\"}").headers()
                .firstValue("X-Isotherm-Tokens").orElseThrow();
    }
}
