package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.server.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that dawdle, break off, or only hold a connection. */
@Timeout(120)
class ConnectionsTest {

    private static final String HEAD = "POST /embed HTTP/1.1\r\nHost: x\r\nContent-Length: 15\r\n\r\n";
    private static final String BODY = "{\"inputs\": \"1\"}";

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
    void aThousandIdleConnectionsHinderNobody() throws IOException {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                idle.add(new Socket("127.0.0.1", server.port()));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(server.post("/embed", BODY).statusCode()).isEqualTo(200);
            }
            Socket one = idle.get(500);
            write(one, HEAD + BODY);
            assertThat(new String(one.getInputStream().readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void aBodyThatComesInPiecesIsWaitedFor() throws IOException, InterruptedException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            write(socket, HEAD);
            for (char letter : BODY.toCharArray()) {
                write(socket, Character.toString(letter));
                Thread.sleep(20);
            }
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
        }
    }

    @Test
    void halfABodyLeavesNothingBehind() throws IOException, InterruptedException {
        for (int i = 0; i < 3 * TestServer.LIMITS.maxConcurrentRequests(); i++) {
            try (Socket socket = new Socket("127.0.0.1", server.port())) {
                write(socket, HEAD + "{\"inputs\":");
            }
        }
        while (server.server().requestsInside() > 0) {
            Thread.sleep(5);
        }
        assertThat(server.post("/embed", BODY).statusCode()).isEqualTo(200);
    }

    @Test
    void halfABodyWhoseSenderListensIsTold() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            write(socket, HEAD + "{\"inputs\":");
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).startsWith("HTTP/1.1 400").contains("early");
        }
    }

    @Test
    void whatIsNoHttpIsRefusedInJson() throws IOException {
        for (String nonsense : List.of("\u0000\u0001\u0002\r\n\r\n", "GET\r\n\r\n", "POST /embed HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "POST /embed HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n")) {
            try (Socket socket = new Socket("127.0.0.1", server.port())) {
                write(socket, nonsense);
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).as(nonsense).matches("(?s)HTTP/1.1 (400|404|505).*").contains("{\"error\":").doesNotContain("\tat ");
            }
        }
    }

    @Test
    @Tag("slow")
    void aBodyThatComesInTooSlowlyIsGivenUp() throws IOException, InterruptedException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            write(socket, "POST /embed HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n");
            InputStream answer = socket.getInputStream();
            for (int i = 0; i < 60 && answer.available() == 0; i++) {
                write(socket, " ");
                Thread.sleep(1000);
            }
            assertThat(new String(answer.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
