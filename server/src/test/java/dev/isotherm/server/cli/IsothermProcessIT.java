package dev.isotherm.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.isotherm.engine.hub.LocalHub;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar as a process of its own: what a user starts. */
@Timeout(180)
class IsothermProcessIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private IsothermProcess isotherm;

    @BeforeEach
    void useDirectory() {
        isotherm = new IsothermProcess(directory);
    }

    @Test
    void embedPrintsOneJsonLineATextAndNothingElse() throws IOException, InterruptedException {
        IsothermProcess.Finished finished = isotherm.run("", "embed", "Hello world", "");
        assertThat(finished.err()).isEmpty();
        assertThat(finished.exitCode()).isZero();
        List<String> lines = finished.out().lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode first = JSON.readTree(lines.get(0));
        assertThat(first.get("tokens").asInt()).isEqualTo(4);
        assertThat(first.get("embedding")).hasSize(384);
        assertThat(first.at("/embedding/3").asDouble()).isCloseTo(-0.0741706, within(5e-3));
    }

    @Test
    void embedReadsLinesOfStandardInput() throws IOException, InterruptedException {
        IsothermProcess.Finished finished = isotherm.run("one\ntwo\n\nvier Größe\n", "embed", "--model-id", "sentence-transformers/all-MiniLM-L6-v2");
        assertThat(finished.out().lines()).hasSize(4);
    }

    @Test
    void everyCommandExplainsItself() throws IOException, InterruptedException {
        assertThat(isotherm.run("", "--help").out()).contains("serve", "embed", "download", "models", "health");
        assertThat(isotherm.run("", "download", "--help").out()).contains("HF_ENDPOINT", "--revision");
        assertThat(isotherm.run("", "serve", "--help").out()).contains("--max-batch-tokens", "ISOTHERM_MAX_BATCH_TOKENS");
        assertThat(isotherm.run("", "embed", "--help").out()).contains("--attention-temperature");
    }

    @Test
    void anOperatorsMistakeIsOneSentence() throws IOException, InterruptedException {
        isotherm.assertMistake("model 'no-such' is neither a directory, nor bundled (BAAI/bge-small-en-v1.5", "serve", "--model-id", "no-such");
        isotherm.assertMistake("run 'isotherm download no/such' without it first",
                "serve", "--model-id", "no/such");
        isotherm.assertMistake("HF_HUB_OFFLINE forbids", "download", "no/such");
        isotherm.assertMistake("revision is '../main', allowed is a branch, a tag or a commit", "serve", "--model-id", "a/b", "--revision", "../main");
        isotherm.assertMistake("got 'hot', allowed is a number from 0.05 to 20", "serve", "--attention-temperature", "hot");
        isotherm.assertMistake("device is 'cuda', but this build has no CUDA libraries: build with mvn -Pgpu package", "serve", "--device", "cuda");
        isotherm.assertMistake("replicas is 2, allowed is 1 on a CPU", "serve", "--replicas", "2");
        isotherm.assertMistake("hostname 192.0.2.1 and port 8080 cannot be listened on: ", "serve", "--hostname", "192.0.2.1");
        try (ServerSocket taken = new ServerSocket(0)) {
            isotherm.assertMistake("port " + taken.getLocalPort() + " cannot be listened on: ", "serve", "--port", Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void sigtermFinishesWhatWasAcceptedAndSaysSo() throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Process server = isotherm.builder("serve", "--port", "0", "--hostname", "127.0.0.1", "--dtype", "float32", "--max-batch-tokens", "512")
                .redirectError(log.toFile())
                .start();
        URI base = base(log, server);
        List<CompletableFuture<HttpResponse<String>>> accepted = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            accepted.add(post(base, "{\"inputs\": \"" + "long text ".repeat(300) + "\"}"));
        }
        while (gauge(base, "isotherm_requests_inside") < 12) {
            Thread.sleep(10);
        }
        server.destroy();
        for (CompletableFuture<HttpResponse<String>> response : accepted) {
            assertThat(response.join().statusCode()).isEqualTo(200);
        }
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(log))
                .contains("serving", "fingerprint=\"e1e1cb81b1a719ff\"", "dtype=\"float32\"", " on cpu by ", "threads=", "limits=")
                .contains("draining", "stopped")
                .doesNotContain("WARN", "ERROR", "WARNING");
    }

    @Test
    void eachLineOfAJsonLogIsAnObject() throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Process server = isotherm.builder("serve", "--port", "0", "--hostname", "127.0.0.1", "--log-format", "json").redirectError(log.toFile()).start();
        while (server.isAlive() && !Files.readString(log).contains("\"serving\"")) {
            Thread.sleep(50);
        }
        server.destroy();
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readAllLines(log)).hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(line -> assertThat(new JsonMapper().readTree(line).get("formattedMessage").asText()).isNotEmpty());
    }

    @Test
    void aModelIsDownloadedListedAndServedOffline() throws IOException, InterruptedException {
        try (LocalHub hub = LocalHub.serving("tiny-roberta")) {
            IsothermProcess.Finished downloaded = online(hub, "download", LocalHub.REPOSITORY);
            assertThat(downloaded.err()).contains("downloaded model.safetensors: ").doesNotContain("WARN");
            assertThat(downloaded.out()).startsWith(LocalHub.REPOSITORY + " " + LocalHub.COMMIT + ", ").contains("fingerprint ");
        }
        String fingerprint = isotherm.run("", "models").out().lines().toList().get(1).replaceAll(".* ", "");
        assertThat(isotherm.run("", "models").out()).contains(LocalHub.REPOSITORY, "main", "c0ffee000000", " kB");
        Path log = directory.resolve("log");
        Process server = isotherm.builder("serve", "--port", "0", "--hostname", "127.0.0.1", "--model-id", LocalHub.REPOSITORY)
                .redirectError(log.toFile()).start();
        HttpResponse<String> response = post(base(log, server), "{\"inputs\": \"hello\"}").join();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("X-Isotherm-Fingerprint")).contains(fingerprint);
        server.destroy();
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aDownloadThatIsRefusedIsOneSentence() throws IOException, InterruptedException {
        try (LocalHub hub = LocalHub.serving("tiny-roberta")) {
            hub.fail("api", LocalHub.Fault.answer(403, Map.of("X-Error-Code", "GatedRepo")));
            IsothermProcess.Finished finished = online(hub, "download", LocalHub.REPOSITORY);
            assertThat(finished.exitCode()).isEqualTo(1);
            assertThat(finished.err()).startsWith("isotherm: main of acme/tiny-xlm-roberta at ").contains("accept the terms at");
            assertThat(finished.err().lines()).hasSize(1);
        }
        assertThat(isotherm.run("", "models").out()).startsWith("no models in ");
    }

    private IsothermProcess.Finished online(LocalHub hub, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder process = isotherm.builder(arguments);
        process.environment().put("HF_ENDPOINT", hub.endpoint());
        process.environment().put("HF_HUB_OFFLINE", "0");
        return isotherm.finish("", process);
    }

    private static URI base(Path log, Process server) throws IOException, InterruptedException {
        while (server.isAlive()) {
            List<String> address = Files.readString(log).lines()
                    .filter(line -> line.contains("address=\""))
                    .map(line -> line.replaceAll(".*address=\"([^\"]*)\".*", "http://$1"))
                    .toList();
            if (!address.isEmpty()) {
                return URI.create(address.get(0));
            }
            Thread.sleep(20);
        }
        throw new IOException("the server ended: " + Files.readString(log));
    }

    private static CompletableFuture<HttpResponse<String>> post(URI base, String body) {
        return CLIENT.sendAsync(HttpRequest.newBuilder(base.resolve("/embed"))
                .timeout(Duration.ofSeconds(60)).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private static double gauge(URI base, String name) throws IOException, InterruptedException {
        String metrics = CLIENT.send(HttpRequest.newBuilder(base.resolve("/metrics")).build(), BodyHandlers.ofString()).body();
        return metrics.lines().filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1))).findFirst().orElseThrow();
    }
}
