package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.server.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work that nobody waits for any more is dropped before it costs compute. */
class DeadlineTest {

    @Test
    void queuedWorkIsDroppedWhenItsTimeIsUp() throws InterruptedException {
        try (TestServer server = TestServer.start()) {
            int before = server.encoder().batchSizes().size();
            server.encoder().hold();
            CompletableFuture<HttpResponse<String>> first = server.postAsync("/embed", "{\"inputs\": \"1\"}");
            server.encoder().awaitArrival();
            HttpResponse<String> late = server.send(post(server, "/embed", "{\"inputs\": \"5\"}", "50"));
            assertThat(late.statusCode()).isEqualTo(504);
            assertThat(TestServer.json(late).get("error").asText()).isEqualTo("no answer within 50 ms, which is the request's deadline");
            assertThat(server.send(post(server, "/v1/embeddings", "{\"input\": \"5\"}", "50")).statusCode()).isEqualTo(504);
            server.encoder().release();
            assertThat(first.join().statusCode()).isEqualTo(200);
            assertThat(server.post("/embed", "{\"inputs\": [\"1\", \"2\"]}").statusCode()).isEqualTo(200);
            List<Integer> batches = server.encoder().batchSizes();
            assertThat(batches.subList(before, batches.size())).containsExactly(1, 2);
            assertThat(server.server().queuedTokens()).isZero();
        }
    }

    @Test
    void theServerHasADeadlineForThoseWhoSayNone() throws InterruptedException {
        try (TestServer server = TestServer.start(TestServer.config().withDeadline(Duration.ofMillis(80)))) {
            server.encoder().hold();
            assertThat(server.post("/embed", "{\"inputs\": \"1\"}").statusCode()).isEqualTo(504);
            CompletableFuture<HttpResponse<String>> patient = server.postAsync(post(server, "/embed", "{\"inputs\": \"1\"}", "20000"));
            Thread.sleep(200);
            assertThat(patient).isNotDone();
            server.encoder().release();
            assertThat(patient.join().statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "soon", "1.5", "99999999999999999999"})
    void whatIsNoTimeIsRefused(String deadline) {
        try (TestServer server = TestServer.start()) {
            HttpResponse<String> response = server.send(post(server, "/embed", "{\"inputs\": \"1\"}", deadline));
            assertThat(response.statusCode()).isEqualTo(422);
            assertThat(response.body()).contains("X-Isotherm-Deadline-Ms is '" + deadline, "allowed is 1 to 86400000 milliseconds");
        }
    }

    @Test
    void aClientThatResetsItsStreamIsNotComputedFor() throws InterruptedException {
        try (TestServer server = TestServer.start()) {
            HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
            // The first answer settles on HTTP/2.
            assertThat(client.sendAsync(server.request("/ping").build(), BodyHandlers.ofString()).join().version())
                    .isEqualTo(HttpClient.Version.HTTP_2);
            int before = server.encoder().batchSizes().size();
            server.encoder().hold();
            CompletableFuture<HttpResponse<String>> first = server.postAsync("/embed", "{\"inputs\": \"1\"}");
            server.encoder().awaitArrival();
            CompletableFuture<HttpResponse<String>> leaving =
                    client.sendAsync(post(server, "/embed", "{\"inputs\": [\"5\", \"6\", \"7\"]}", "20000"), BodyHandlers.ofString());
            while (server.server().queuedTokens() == 0) {
                Thread.sleep(5);
            }
            leaving.cancel(true);
            while (server.server().requestsInside() > 1) {
                Thread.sleep(5);
            }
            server.encoder().release();
            assertThat(first.join().statusCode()).isEqualTo(200);
            assertThat(server.post("/embed", "{\"inputs\": [\"1\", \"2\"]}").statusCode()).isEqualTo(200);
            List<Integer> batches = server.encoder().batchSizes();
            assertThat(batches.subList(before, batches.size())).containsExactly(1, 2);
        }
    }

    private static HttpRequest post(TestServer server, String path, String body, String deadline) {
        return server.request(path).header("X-Isotherm-Deadline-Ms", deadline).POST(BodyPublishers.ofString(body)).build();
    }
}
