package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.server.TestServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Too much at once, a device that does not answer, and a stop in the midst of it. */
@Timeout(60)
class OverloadTest {

    private static final String HUNDRED_TOKENS = "{\"inputs\": " + Collections.nCopies(5, '"' + "1 ".repeat(18) + '"') + "}";

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aFullQueueIsAnsweredWithRetryAfterAndNothingAcceptedIsLost() throws InterruptedException {
        server.encoder().hold();
        List<CompletableFuture<HttpResponse<String>>> accepted = new ArrayList<>();
        accepted.add(server.postAsync("/embed", "{\"inputs\": \"1\"}"));
        server.encoder().awaitArrival();
        accepted.add(server.postAsync("/embed", HUNDRED_TOKENS));
        await(() -> server.server().queuedTokens() == 100);
        accepted.add(server.postAsync("/embed", HUNDRED_TOKENS));
        await(() -> server.server().queuedTokens() == 200);
        HttpResponse<String> refused = server.post("/embed", "{\"inputs\": \"1\"}");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(TestServer.json(refused).get("error_type").asText()).isEqualTo("Overloaded");
        assertThat(server.metric("isotherm_queue_tokens")).isEqualTo(200);
        assertThat(server.metric("isotherm_queue_requests")).isEqualTo(2);
        server.encoder().release();
        accepted.forEach(future -> assertThat(future.join().statusCode()).isEqualTo(200));
        assertThat(server.metric("isotherm_queue_tokens")).isZero();
    }

    @Test
    void thoseTurnedAwayAreToldWhenTheQueueWillBeWorkedOff() throws InterruptedException {
        server.encoder().hold();
        CompletableFuture<HttpResponse<String>> slow = server.postAsync("/embed", "{\"inputs\": \"1\"}");
        server.encoder().awaitArrival();
        Thread.sleep(300);
        server.encoder().release();
        slow.join();
        server.encoder().hold();
        List<CompletableFuture<HttpResponse<String>>> accepted = new ArrayList<>();
        accepted.add(server.postAsync("/embed", "{\"inputs\": \"1\"}"));
        server.encoder().awaitArrival();
        accepted.add(server.postAsync("/embed", HUNDRED_TOKENS));
        accepted.add(server.postAsync("/embed", HUNDRED_TOKENS));
        await(() -> server.server().queuedTokens() == 200);
        double rate = server.metric("isotherm_drain_rate");
        HttpResponse<String> refused = server.post("/embed", "{\"inputs\": \"1\"}");
        assertThat(refused.headers().firstValue("Retry-After")).contains(Long.toString((long) Math.ceil(200 / rate)));
        assertThat(rate).isBetween(1.0, 40.0);
        server.encoder().release();
        accepted.forEach(future -> assertThat(future.join().statusCode()).isEqualTo(200));
    }

    @Test
    void tooManyRequestsAtOnceAreAnswered429() throws InterruptedException {
        server.encoder().hold();
        List<CompletableFuture<HttpResponse<String>>> accepted = new ArrayList<>();
        for (int i = 0; i < TestServer.LIMITS.maxConcurrentRequests(); i++) {
            accepted.add(server.postAsync("/embed", "{\"inputs\": \"1\"}"));
        }
        await(() -> server.server().requestsInside() == TestServer.LIMITS.maxConcurrentRequests());
        assertThat(server.post("/embed", "{\"inputs\": \"1\"}").statusCode()).isEqualTo(429);
        assertThat(server.post("/v1/embeddings", "{\"input\": \"1\"}").statusCode()).isEqualTo(429);
        server.encoder().release();
        accepted.forEach(future -> assertThat(future.join().statusCode()).isEqualTo(200));
    }

    @Test
    void whatWaitsTogetherRunsTogether() throws InterruptedException {
        server.encoder().hold();
        List<CompletableFuture<HttpResponse<String>>> requests = new ArrayList<>();
        requests.add(server.postAsync("/embed", "{\"inputs\": \"1\"}"));
        server.encoder().awaitArrival();
        for (int i = 0; i < 6; i++) {
            requests.add(server.postAsync("/embed", "{\"inputs\": \"1\"}"));
        }
        await(() -> server.server().queuedTokens() == 18);
        server.encoder().release();
        requests.forEach(CompletableFuture::join);
        assertThat(server.encoder().batchSizes()).endsWith(1, 6);
    }

    @Test
    void stoppingRefusesNewWorkAndFinishesWhatWasAccepted() throws InterruptedException {
        server.encoder().hold();
        List<CompletableFuture<HttpResponse<String>>> accepted = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            accepted.add(server.postAsync("/embed", "{\"inputs\": [\"1 2 3\", \"4\"]}"));
        }
        await(() -> server.server().requestsInside() == 5);
        Thread stopping = new Thread(server.server()::close);
        stopping.start();
        await(() -> server.get("/health/ready").statusCode() == 503);
        await(() -> server.post("/embed", "{\"inputs\": \"1\"}").statusCode() == 503);
        assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
        server.encoder().release();
        accepted.forEach(future -> assertThat(future.join().statusCode()).isEqualTo(200));
        stopping.join();
    }

    @Test
    void whatDoesNotFinishInTimeIsToldSo() throws InterruptedException {
        try (TestServer hurried = TestServer.start(TestServer.config().withDrainTimeout(Duration.ofMillis(200)))) {
            hurried.encoder().hold();
            hurried.postAsync("/embed", "{\"inputs\": \"1\"}");
            hurried.encoder().awaitArrival();
            CompletableFuture<HttpResponse<String>> waiting = hurried.postAsync("/embed", "{\"inputs\": \"1\"}");
            await(() -> hurried.server().queuedTokens() > 0);
            Thread stopping = new Thread(hurried.server()::close);
            stopping.start();
            HttpResponse<String> answer = waiting.join();
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(TestServer.json(answer).get("error").asText()).isEqualTo("the server shut down before it came to this request");
            hurried.encoder().release();
            stopping.join();
        }
    }

    @Test
    void aHungDeviceIsNotReadyButAlive() throws InterruptedException {
        assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
        server.post("/embed", "{\"inputs\": \"9001\"}");
        server.encoder().hold();
        assertThat(server.get("/health").statusCode()).isEqualTo(503);
        assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
        server.encoder().release();
        await(() -> server.get("/health").statusCode() == 200);
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        while (!condition.holds()) {
            Thread.sleep(5);
        }
    }
}
