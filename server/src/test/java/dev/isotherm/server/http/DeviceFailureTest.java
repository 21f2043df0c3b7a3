package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.engine.torch.BackendException;
import dev.isotherm.server.FakeEncoder;
import dev.isotherm.server.TestServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A device whose memory runs out, and one that fails for good. */
@Timeout(60)
class DeviceFailureTest {

    private static final String SIXTY_TOKENS = "{\"inputs\": " + Collections.nCopies(3, '"' + "1 ".repeat(18) + '"') + "}";

    @Test
    void aBatchTooLargeForTheMemoryRunsAgainInPartsAndLaterOnesAreSmaller() {
        try (TestServer server = TestServer.start()) {
            server.encoder().limitMemory(32);
            assertThat(server.post("/embed", SIXTY_TOKENS).statusCode()).isEqualTo(200);
            assertThat(server.encoder().batchSizes()).endsWith(1, 1, 1);
            assertThat(server.metric("isotherm_out_of_memory_total")).isEqualTo(1);
            assertThat(server.post("/embed", SIXTY_TOKENS).statusCode()).isEqualTo(200);
            assertThat(server.metric("isotherm_out_of_memory_total")).isEqualTo(1);
            assertThat(server.metric("isotherm_forward_failures_total")).isZero();
        }
    }

    @Test
    void aBatchFarBelowTheBudgetRunsAgainInPartsToo() {
        try (TestServer server = TestServer.start()) {
            server.encoder().limitMemory(5);
            assertThat(server.post("/embed", "{\"inputs\": [\"1\", \"2\"]}").body()).isEqualTo("[[3.0,4.0,1.0,1.0],[3.0,5.0,1.0,1.0]]");
            assertThat(server.encoder().batchSizes()).endsWith(1, 1);
        }
    }

    @Test
    void aDeviceThatFailsAtTheStartIsTold() {
        try (TestServer server = TestServer.unstarted()) {
            server.encoder().limitMemory(1);
            assertThatThrownBy(server.server()::start).isInstanceOf(BackendException.class)
                    .hasMessageContaining("the device's memory suffices for the model, but not for a first forward pass: free some");
        }
    }

    @Test
    void whatDoesNotFitHalfTheBudgetEitherFailsAndTheServerLives() {
        try (TestServer server = TestServer.start()) {
            server.encoder().limitMemory(10);
            HttpResponse<String> failed = server.post("/embed", SIXTY_TOKENS);
            assertThat(failed.statusCode()).isEqualTo(424);
            assertThat(TestServer.json(failed).get("error").asText()).isEqualTo("the device's memory does not suffice");
            assertThat(server.post("/embed", "{\"inputs\": \"1\"}").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aLostDeviceFailsWhatWaitsAndAllThatComes() throws Exception {
        try (TestServer server = TestServer.start()) {
            server.encoder().hold();
            List<CompletableFuture<HttpResponse<String>>> accepted = new ArrayList<>();
            accepted.add(server.postAsync("/embed", fatal()));
            server.encoder().awaitArrival();
            accepted.add(server.postAsync("/embed", "{\"inputs\": \"1\"}"));
            while (server.server().queuedTokens() == 0) {
                Thread.sleep(5);
            }
            server.encoder().release();
            accepted.forEach(answer -> assertLost(answer.join()));
            server.server().deviceLost().get(10, TimeUnit.SECONDS);
            assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
            awaitNotReady(server);
            assertLost(server.post("/embed", "{\"inputs\": \"1\"}"));
            assertThat(server.post("/v1/embeddings", "{\"input\": \"1\"}").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void theOtherDeviceFinishesWhatWasAccepted() throws Exception {
        try (TestServer server = TestServer.startWithTwo()) {
            server.encoders().forEach(FakeEncoder::hold);
            List<CompletableFuture<HttpResponse<String>>> accepted = new ArrayList<>();
            accepted.add(server.postAsync("/embed", fatal()));
            while (server.encoders().stream().noneMatch(FakeEncoder::hasArrived)) {
                Thread.sleep(5);
            }
            for (int i = 0; i < 5; i++) {
                accepted.add(server.postAsync("/embed", "{\"inputs\": \"1\"}"));
            }
            while (server.server().requestsInside() < 6) {
                Thread.sleep(5);
            }
            Thread.sleep(50);
            server.encoders().forEach(FakeEncoder::release);
            assertLost(accepted.remove(0).join());
            accepted.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
            awaitNotReady(server);
        }
    }

    private static String fatal() {
        return "{\"inputs\": \"" + FakeEncoder.LOSES_THE_DEVICE + "\"}";
    }

    private static void awaitNotReady(TestServer server) throws InterruptedException {
        while (server.get("/health").statusCode() != 503) {
            Thread.sleep(5);
        }
    }

    private static void assertLost(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(TestServer.json(answer).get("error").asText()).isEqualTo("device fake:0 is lost");
        assertThat(TestServer.json(answer).get("error_type").asText()).isEqualTo("Unhealthy");
    }
}
