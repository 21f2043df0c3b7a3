package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.server.TestServer;
import dev.isotherm.server.config.Listener;
import dev.isotherm.server.config.SettingException;
import dev.isotherm.server.config.TlsFiles;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports, sockets and certificates. */
class ListenersTest {

    @TempDir
    private Path folder;

    @Test
    void metricsMayHaveAPortOfTheirOwn() throws Exception {
        try (TestServer server = start(Optional.of(0), Optional.empty(), Optional.empty())) {
            String metrics = "http://127.0.0.1:" + server.server().metricsPort().orElseThrow();
            assertThat(get(metrics + "/metrics").body()).contains("isotherm_build_info");
            assertThat(get(metrics + "/health/ready").statusCode()).isEqualTo(200);
            assertThat(get(metrics + "/info").statusCode()).isEqualTo(404);
            assertThat(server.get("/metrics").statusCode()).isEqualTo(404);
            assertThat(server.get("/health").statusCode()).isEqualTo(200);
            assertThat(server.post("/embed", "{\"inputs\": \"1\"}").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aSocketOfTheFileSystemAnswersToo() throws IOException {
        Path socket = folder.resolve("isotherm.sock");
        for (int run = 0; run < 2; run++) {
            // What a killed process leaves is no hindrance.
            try (SocketChannel left = SocketChannel.open(StandardProtocolFamily.UNIX); TestServer server = start(Optional.of(0), Optional.of(socket), Optional.empty())) {
                left.connect(UnixDomainSocketAddress.of(socket));
                left.write(ByteBuffer.wrap(("POST /embed HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 15\r\n\r\n{\"inputs\": \"1\"}")
                        .getBytes(StandardCharsets.US_ASCII)));
                ByteBuffer answer = ByteBuffer.allocate(10_000);
                while (left.read(answer) >= 0) {
                    assertThat(answer.hasRemaining()).isTrue();
                }
                assertThat(new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 200").endsWith("[[3.0,4.0,1.0,1.0]]");
                assertThat(server.get("/health").statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void aFileThatIsNoSocketIsNotDeleted() throws IOException {
        Path file = Files.writeString(folder.resolve("precious"), "data");
        assertThatThrownBy(() -> start(Optional.empty(), Optional.of(file), Optional.empty()))
                .isInstanceOf(SettingException.class).hasMessageContaining("uds-path is " + file + ", where something is that is no socket");
        assertThat(file).hasContent("data");
    }

    @ParameterizedTest
    @EnumSource(TestCertificates.KeyFormat.class)
    void withACertificateThePortSpeaksTls(TestCertificates.KeyFormat format) throws Exception {
        TestCertificates certificates = TestCertificates.write(folder, format);
        try (TestServer server = start(Optional.empty(), Optional.empty(), Optional.of(new TlsFiles(certificates.certificate(), certificates.key())))) {
            for (HttpClient.Version version : HttpClient.Version.values()) {
                HttpClient client = HttpClient.newBuilder().version(version).sslContext(certificates.trusting()).build();
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/v1/models")).build(), BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.version()).isEqualTo(version);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"certificate", "key"})
    void filesThatCannotBeUsedAreNamed(String which) throws Exception {
        TestCertificates good = TestCertificates.write(folder, TestCertificates.KeyFormat.PKCS8);
        Path broken = Files.writeString(folder.resolve("broken.pem"), "nothing\n");
        TlsFiles files = which.equals("key") ? new TlsFiles(good.certificate(), broken) : new TlsFiles(broken, good.key());
        assertThatThrownBy(() -> start(Optional.empty(), Optional.empty(), Optional.of(files)))
                .isInstanceOf(SettingException.class).hasMessageContaining(broken.toString());
        assertThatThrownBy(() -> start(Optional.empty(), Optional.empty(), Optional.of(new TlsFiles(good.certificate(), folder.resolve("none")))))
                .isInstanceOf(SettingException.class).hasMessageContaining("cannot be read");
    }

    private static TestServer start(Optional<Integer> metricsPort, Optional<Path> socket, Optional<TlsFiles> tls) {
        return TestServer.start(TestServer.config().with(new Listener("127.0.0.1", 0, metricsPort, socket, tls)));
    }

    private static HttpResponse<String> get(String uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
    }
}
