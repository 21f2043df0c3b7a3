package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.server.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client did wrong is answered with its status, the field, what was given and what is allowed. */
class BadInputTest {

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal("", 400, "the body is not a JSON object"),
                refusal("inputs", 400, "the body is not valid JSON"),
                refusal("{\"inputs\": \"x\"", 400, "the body is not valid JSON"),
                refusal("{\"inputs\": \"x\"} garbage", 400, "the body is not valid JSON"),
                refusal("[\"x\"]", 400, "the body is not a JSON object"),
                refusal("{\"inputs\": \"x\", \"inputs\": \"y\"}", 400, "Duplicate field 'inputs'"),
                refusal("{\"inputs\": " + "[".repeat(5000), 400, "the body is not valid JSON"),
                refusal("{\"inputs\": 3}", 400, "inputs is 3, allowed is a string, token ids, or a list of either"),
                refusal("{\"inputs\": {\"a\": 1}}", 400, "inputs is an object"),
                refusal("{\"inputs\": [\"a\", true]}", 400, "inputs[1] is true, allowed is a string or token ids"),
                refusal("{\"inputs\": [1, \"a\"]}", 400, "inputs[1] is \"a\", allowed is a token id"),
                refusal("{\"inputs\": [[1.5]]}", 400, "inputs[0][0] is 1.5, allowed is a token id"),
                refusal("{\"inputs\": [[]]}", 422, "inputs[0] is 0 token ids, allowed is 1 to 200 token ids"),
                refusal("{\"inputs\": [-1]}", 422, "inputs[0] is with token id -1, allowed is 0 to 999999"),
                refusal("{\"inputs\": [99999999999]}", 422, "inputs[0] is with token id -1, allowed is 0 to 999999"),
                refusal("{\"inputs\": [1], \"prompt_name\": \"query\"}", 422, "prompt_name is 'query', allowed is none beside token ids"),
                refusal("{\"inputs\": \"x\", \"overflow\": \"spill\"}", 422, "overflow is 'spill', allowed is truncate, error, mean, late"),
                refusal("{\"inputs\": \"x\", \"overflow\": \"late\"}", 422, "late is for models whose vectors are the mean of their tokens"),
                refusal("{\"inputs\": \"x\", \"overflow\": \"error\", \"truncate\": true}", 422, "overflow is error, which contradicts truncate: true"),
                refusal("{\"inputs\": \"x\", \"overflow\": \"mean\", \"truncate\": false}", 422, "overflow is mean, which contradicts truncate: false"),
                refusal("{\"inputs\": \"x\", \"normalize\": \"yes\"}", 400, "normalize is \"yes\", allowed is true or false"),
                refusal("{\"inputs\": \"x\", \"truncate\": 1}", 400, "truncate is 1, allowed is true or false"),
                refusal("{\"inputs\": \"x\", \"dimensions\": 1.5}", 400, "dimensions is 1.5, allowed is a whole number"),
                refusal("{\"inputs\": \"x\", \"dimensions\": NaN}", 400, "dimensions is"),
                refusal("{\"inputs\": \"x\", \"attention_temperature\": [1]}", 400, "attention_temperature is a list"),
                refusal("{\"inputs\": \"x\", \"prompt_name\": false}", 400, "prompt_name is false, allowed is a string"),
                refusal("{}", 422, "inputs is missing, allowed is a string, token ids, or a list of either"),
                refusal("{\"inputs\": null}", 422, "inputs is missing"),
                refusal("{\"inputs\": []}", 422, "inputs is 0 texts, allowed is 1 to 16 texts"),
                refusal("{\"inputs\": " + Collections.nCopies(10_000, "\"x\"") + "}", 422, "inputs is 10000 texts, allowed is 1 to 16 texts"),
                refusal("{\"inputs\": [\"a\", \"" + "x".repeat(50_001) + "\"]}", 422, "inputs[1] is 50001 characters long, allowed is at most 50000"),
                refusal("{\"inputs\": \"x\", \"dimensions\": 0}", 422, "dimensions is 0, allowed is 1 to 4"),
                refusal("{\"inputs\": \"x\", \"dimensions\": 5}", 422, "dimensions is 5, allowed is 1 to 4"),
                refusal("{\"inputs\": \"x\", \"dimensions\": 99999999999}", 422, "dimensions is 99999999999, allowed is at most"),
                refusal("{\"inputs\": \"x\", \"attention_temperature\": NaN}", 422, "attention_temperature: got 'NaN', allowed is a number from 0.05 to 20"),
                refusal("{\"inputs\": \"x\", \"attention_temperature\": \"hot\"}", 422, "attention_temperature: got 'hot'"),
                refusal("{\"inputs\": \"x\", \"attention_temperature\": 0}", 422, "attention_temperature: got '0"),
                refusal("{\"inputs\": \"x\", \"attention_temperature\": -Infinity}", 422, "attention_temperature: got '-Infinity'"),
                refusal("{\"inputs\": \"x\", \"attention_temperature\": 1e400}", 422, "attention_temperature"),
                refusal("{\"inputs\": \"x\", \"prompt_name\": \"nope\"}", 422, "prompt name is 'nope', test/fake has: query"),
                refusal("{\"inputs\": \"x\", \"truncation_direction\": \"up\"}", 422, "truncation_direction is 'up', allowed is Left or Right"),
                refusal("{\"inputs\": \"" + "1 ".repeat(99) + "\", \"truncate\": false}", 422,
                        "inputs[0] is 101 tokens long, allowed is at most 32, or truncate: true"),
                refusal("{\"inputs\": " + Collections.nCopies(16, '"' + "1 ".repeat(20) + '"') + "}", 422,
                        "the request has 352 tokens, the server takes at most 200 at once"),
                refusal("{\"inputs\": \"x\", \"expected_fingerprint\": \"abc\"}", 409, "expected_fingerprint is abc"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isRefusedWithTheReason(String body, int status, String message) {
        HttpResponse<String> response = server.post("/embed", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(TestServer.json(response).get("error").asText()).contains(message);
        assertThat(TestServer.json(response).get("error_type").asText()).isEqualTo("Validation");
        assertThat(response.body()).doesNotContain("com.fasterxml", "dev.isotherm", "\\tat ");
    }

    @Test
    void aBodyAboveTheLimitIsRefusedEvenWhileItIsSent() {
        String large = "{\"inputs\": \"" + "x".repeat(5_000_000) + "\"}";
        HttpResponse<String> response = server.post("/embed", large);
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(TestServer.json(response).get("error").asText()).contains("larger than the allowed 100000 bytes");
    }

    @Test
    void aLargeBodyOfUnknownLengthIsRefusedToo() {
        byte[] large = new byte[1_000_000];
        HttpResponse<String> response = server.send(server.request("/embed")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .build());
        assertThat(response.statusCode()).isEqualTo(413);
    }

    /** By hand, since the JDK's own client waits forever for a 100 that does not come. */
    @Test
    void aClientThatAsksFirstIsToldBeforeItSends() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("POST /embed HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\nExpect: 100-continue\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes("HTTP/1.1 413".length());
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BROKEN", "GET /%zz HTTP/1.1\r\nHost: x", "POST /embed HTTP/1.1\r\nHost: x\r\nContent-Length: -5"})
    void whatIsNoHttpIsSaidInJson(String head) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 400").contains("{\"error\":\"").doesNotContain("<html>");
        }
    }

    @Test
    void aBodyThatEndsEarlyIsNoServerError() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("POST /embed HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"inputs\": "
                    .getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer.isEmpty() || answer.startsWith("HTTP/1.1 400")).as(answer).isTrue();
        }
        assertThat(server.post("/embed", "{\"inputs\": \"1\"}").statusCode()).isEqualTo(200);
    }

    @Test
    void unknownPathsAndMethodsAreSaidInJson() {
        assertThat(server.get("/nowhere").statusCode()).isEqualTo(404);
        assertThat(TestServer.json(server.get("/nowhere")).get("error_type").asText()).isEqualTo("NotFound");
        assertThat(server.get("/embed").statusCode()).isEqualTo(405);
        assertThat(TestServer.json(server.get("/embed")).has("error")).isTrue();
    }

    @Test
    void aFailedForwardFailsItsOwnRequestOnlyAndKeepsItsSecrets() {
        for (String poison : new String[] {"9001", "9002", "9003"}) {
            HttpResponse<String> response = server.post("/embed", "{\"inputs\": \"" + poison + "\"}");
            assertThat(response.statusCode()).as(poison).isEqualTo(424);
            assertThat(TestServer.json(response).get("error_type").asText()).isEqualTo("Backend");
            assertThat(response.body()).doesNotContain("secret");
            assertThat(server.post("/embed", "{\"inputs\": \"1\"}").statusCode()).isEqualTo(200);
        }
    }

    private static Arguments refusal(String body, int status, String message) {
        return Arguments.of(body, status, message);
    }
}
