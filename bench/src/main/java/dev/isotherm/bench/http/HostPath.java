package dev.isotherm.bench.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.isotherm.bench.ProcessStatistics;
import dev.isotherm.engine.pooling.Vectors;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the server does beside the forward pass, and how fast: HTTP, JSON, tokenizing, batching, writing. The server is
 * {@link NullServer}, pinned to the processors of the first argument ({@code 0}, or {@code 0,1}); clients should be pinned elsewhere:
 * {@code taskset -c 1 java -cp bench/target/isotherm-bench.jar dev.isotherm.bench.http.HostPath 0}. Further arguments, if any, are
 * options of the server's JVM.
 */
public final class HostPath {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TEXTS = 32;
    private static final int TOKENS = 100;
    private static final int CLIENTS = 8;
    private static final int WARM_UP_SECONDS = 20;
    private static final int SECONDS = 10;
    private static final int ROUNDS = 3;

    private HostPath() {}

    public static void main(String[] arguments) throws Exception {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of("taskset", "-c", arguments[0], Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(Arrays.asList(arguments).subList(1, arguments.length));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), NullServer.class.getName(), Integer.toString(port)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            URI server = URI.create("http://127.0.0.1:" + port);
            awaitReady(http, server);
            System.out.printf("%d texts of %d tokens a request, %d clients, server on processors %s%n%n", TEXTS, TOKENS, CLIENTS, arguments[0]);
            Load texts = new HttpSideBySide().load("", TEXTS, TOKENS);
            ProcessStatistics statistics = new ProcessStatistics(process.pid());
            measure("base64", new Endpoint("base64", server.resolve("/v1/embeddings"), http), openAi(texts), statistics);
            measure("JSON numbers", new Endpoint("JSON", server.resolve("/embed"), http), texts, statistics);
        } finally {
            process.destroy();
            process.waitFor(30, TimeUnit.SECONDS);
        }
    }

    private static void measure(String title, Endpoint endpoint, Load load, ProcessStatistics statistics) throws Exception {
        verify(endpoint, load);
        load.run(endpoint, CLIENTS, WARM_UP_SECONDS);
        double[] rates = new double[ROUNDS];
        ProcessStatistics.Sample before = statistics.sample();
        long requests = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Load.Result result = load.run(endpoint, CLIENTS, SECONDS);
            rates[round] = result.tokensPerSecond();
            requests += result.millis().length;
        }
        ProcessStatistics.Sample used = statistics.sample().minus(before);
        double cpu = used.seconds().values().stream().mapToDouble(Double::doubleValue).sum();
        Arrays.sort(rates);
        System.out.printf("%s: %,.0f tokens/s (%,.0f to %,.0f), %,.0f tokens a CPU second of the server%n%n%s%n",
                title, rates[ROUNDS / 2], rates[0], rates[ROUNDS - 1], requests * load.tokens() / cpu, used);
    }

    /** Every answer's vectors are the null encoder's, normalized. */
    private static void verify(Endpoint endpoint, Load load) throws IOException, InterruptedException {
        JsonNode answer = JSON.readTree(endpoint.post(load.bodies().get(0)));
        JsonNode rows = answer.isArray() ? answer : answer.get("data");
        float[] expected = Vectors.normalized(NullServer.vector(TOKENS));
        for (JsonNode row : rows) {
            float[] actual = row.isArray() ? JSON.treeToValue(row, float[].class) : decoded(row.get("embedding").asText());
            if (rows.size() != TEXTS || !Arrays.equals(actual, expected)) {
                throw new IllegalStateException(endpoint.name() + ": the vectors are not the encoder's");
            }
        }
    }

    private static float[] decoded(String base64) {
        float[] vector = new float[NullServer.DIMENSIONS];
        ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }

    private static Load openAi(Load texts) throws IOException {
        List<byte[]> bodies = new ArrayList<>();
        for (byte[] body : texts.bodies()) {
            JsonNode inputs = JSON.readTree(body).get("inputs");
            bodies.add(JSON.writeValueAsBytes(Map.of("model", "BAAI/bge-small-en-v1.5", "encoding_format", "base64", "input", inputs)));
        }
        return new Load(texts.title(), bodies, texts.tokens(), texts.length());
    }

    private static void awaitReady(HttpClient http, URI server) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/health/ready")).build();
        for (int i = 0; i < 600; i++) {
            try {
                http.send(request, BodyHandlers.discarding());
                return;
            } catch (IOException notYetListening) {
                Thread.sleep(100);
            }
        }
        throw new IllegalStateException("the server does not listen");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
