package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.server.FakeEncoder;
import dev.isotherm.server.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way to fail, in the status and the shape of every dialect. */
class ErrorShapesTest {

    /** A dialect by one of its routes. */
    enum Speech {
        TEI("/embed", "{\"inputs\": [%s]%s}", "/error", 424),
        OPENAI("/v1/embeddings", "{\"input\": [%s]%s}", "/error/message", 500),
        COHERE("/v2/embed", "{\"texts\": [%s]%s}", "/message", 500);

        private final String route;
        private final String body;
        private final String message;
        private final int failedForward;

        Speech(String route, String body, String message, int failedForward) {
            this.route = route;
            this.body = body;
            this.message = message;
            this.failedForward = failedForward;
        }

        private String text(String text, String further) {
            return body.formatted('"' + text + '"', further);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheClientGotWrong(Speech speech) {
        try (TestServer server = TestServer.start()) {
            assertError(speech, server.post(speech.route, "{"), 400, "the body is not valid JSON", "invalid_request_error");
            assertError(speech, server.post(speech.route, speech.text("x", ", \"expected_fingerprint\": \"0\"")), 409,
                    "expected_fingerprint is 0", "invalid_request_error");
            assertError(speech, server.post(speech.route, speech.text("x".repeat(200_000), "")), 413, "larger than the allowed 100000 bytes",
                    "invalid_request_error");
            assertError(speech, server.post(speech.route, speech.text("x", ", \"attention_temperature\": 99")), 422, "attention_temperature: got '99",
                    "invalid_request_error");
            assertError(speech, server.get(speech.route), 405, "Method Not Allowed", "invalid_request_error");
            if (speech != Speech.TEI) {
                assertError(speech, server.post(speech.route, speech.text("x", ", \"model\": \"other\"")), 404, "model is 'other'",
                        "invalid_request_error");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheServerGotWrong(Speech speech) {
        try (TestServer server = TestServer.start()) {
            assertError(speech, server.post(speech.route, speech.text(Integer.toString(FakeEncoder.FAILS), "")), speech.failedForward,
                    "the forward pass failed", "server_error");
            assertError(speech, server.post(speech.route, speech.text(Integer.toString(FakeEncoder.YIELDS_NAN), "")), speech.failedForward,
                    "the model yields values that are not finite", "server_error");
            assertError(speech, server.post(speech.route, speech.text(Integer.toString(FakeEncoder.LOSES_THE_DEVICE), "")), 503,
                    "device fake:0 is lost", "server_error");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatComesAtABadTime(Speech speech) throws InterruptedException {
        try (TestServer server = TestServer.start()) {
            server.encoder().hold();
            List<CompletableFuture<HttpResponse<String>>> accepted = new ArrayList<>();
            accepted.add(server.postAsync(speech.route, speech.text("1", "")));
            server.encoder().awaitArrival();
            assertError(speech, server.send(server.request(speech.route).header("X-Isotherm-Deadline-Ms", "30")
                    .POST(BodyPublishers.ofString(speech.text("1", ""))).build()), 504, "no answer within 30 ms", "server_error");
            for (int i = 1; i < TestServer.LIMITS.maxConcurrentRequests(); i++) {
                accepted.add(server.postAsync(speech.route, speech.text("1", "")));
            }
            while (server.server().requestsInside() < TestServer.LIMITS.maxConcurrentRequests()) {
                Thread.sleep(5);
            }
            HttpResponse<String> refused = server.post(speech.route, speech.text("1", ""));
            assertError(speech, refused, 429, "8 requests are being served, allowed are 8", "rate_limit_error");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            Thread stopping = new Thread(server.server()::close);
            stopping.start();
            while (server.post(speech.route, speech.text("1", "")).statusCode() == 429) {
                Thread.sleep(5);
            }
            assertError(speech, server.post(speech.route, speech.text("1", "")), 503, "the server is shutting down", "server_error");
            server.encoder().release();
            accepted.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
            stopping.join();
        }
    }

    private static void assertError(Speech speech, HttpResponse<String> response, int status, String message, String openAiType) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
        JsonNode body = TestServer.json(response);
        assertThat(body.at(speech.message).asText()).contains(message).doesNotContain("secret");
        switch (speech) {
            case TEI -> assertThat(body.properties()).extracting(java.util.Map.Entry::getKey).containsExactly("error", "error_type");
            case OPENAI -> {
                assertThat(body.get("error").properties()).extracting(java.util.Map.Entry::getKey)
                        .containsExactly("message", "type", "param", "code");
                assertThat(body.at("/error/type").asText()).isEqualTo(openAiType);
            }
            case COHERE -> assertThat(body).hasSize(1);
        }
    }
}
