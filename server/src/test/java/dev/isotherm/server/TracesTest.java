package dev.isotherm.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.isotherm.server.config.Tracing;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Spans as a collector receives them. */
class TracesTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    @Test
    void aRequestAndItsPartsReachTheCollector() throws IOException, InterruptedException {
        BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            received.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try {
            URI endpoint = URI.create("http://127.0.0.1:" + collector.getAddress().getPort());
            try (TestServer server = TestServer.start(TestServer.config().with(new Tracing(endpoint, "search")))) {
                server.send(server.request("/embed").header("X-Request-Id", "id-of-the-request")
                        .header("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
                        .POST(BodyPublishers.ofString("{\"inputs\": \"1\"}")).build());
            }
            byte[] spans = received.poll(20, TimeUnit.SECONDS);
            assertThat(spans).isNotNull();
            String text = new String(spans, StandardCharsets.ISO_8859_1);
            assertThat(text).contains("search", "/embed", "tokenize", "queue", "forward", "id-of-the-request", "isotherm.batch.tokens");
            assertThat(HexFormat.of().formatHex(spans)).contains(TRACE, PARENT);
        } finally {
            collector.stop(0);
        }
    }

    @Test
    void aCollectorThatIsAwayHindersNothing() {
        try (TestServer server = TestServer.start(TestServer.config().with(new Tracing(URI.create("http://127.0.0.1:9"), "search")))) {
            assertThat(server.post("/embed", "{\"inputs\": \"1\"}").statusCode()).isEqualTo(200);
        }
    }
}
