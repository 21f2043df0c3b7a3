package dev.isotherm.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.server.TestServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The exit code that an image's health check goes by. */
class HealthCommandTest {

    private final StringWriter err = new StringWriter();

    @Test
    void isZeroWhenTheServerCanEmbed() {
        try (TestServer server = TestServer.start()) {
            assertThat(health("--port", Integer.toString(server.port()))).isZero();
            assertThat(err.toString()).isEmpty();
        }
    }

    @Test
    void isOneWhileItDrains() throws InterruptedException {
        try (TestServer server = TestServer.start()) {
            server.encoder().hold();
            CompletableFuture<HttpResponse<String>> accepted = server.postAsync("/embed", "{\"inputs\": \"1\"}");
            server.encoder().awaitArrival();
            Thread stopping = new Thread(server.server()::close);
            stopping.start();
            while (server.get("/health/ready").statusCode() == 200) {
                Thread.sleep(5);
            }
            assertThat(health("--port", Integer.toString(server.port()))).isEqualTo(1);
            assertThat(err.toString()).startsWith("isotherm: not ready: http://127.0.0.1:" + server.port() + "/health/ready answers 503");
            server.encoder().release();
            assertThat(accepted.join().statusCode()).isEqualTo(200);
            stopping.join();
        }
    }

    @Test
    void isOneWhereNobodyListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThat(health("--hostname", "127.0.0.1", "--port", Integer.toString(port))).isEqualTo(1);
        assertThat(err.toString()).startsWith("isotherm: not ready: 127.0.0.1 port " + port + ": ").contains("refused");
    }

    @Test
    void asksThePortThatHasNoTls() {
        assertThat(health("--tls-cert", "cert.pem", "--tls-key", "key.pem")).isEqualTo(1);
        assertThat(err.toString()).contains("give the server a --metrics-port");
        try (TestServer server = TestServer.start()) {
            assertThat(health("--tls-cert", "cert.pem", "--tls-key", "key.pem", "--metrics-port", Integer.toString(server.port()))).isZero();
        }
    }

    private int health(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "health";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Main.commandLine().setErr(new PrintWriter(err, true)).execute(all);
    }
}
