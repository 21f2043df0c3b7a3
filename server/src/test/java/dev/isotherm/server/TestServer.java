package dev.isotherm.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.isotherm.engine.EmbeddingSpace;
import dev.isotherm.engine.EmbeddingSpace.Recipe;
import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.policy.EmbeddingPolicy;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.pooling.PoolingModes;
import dev.isotherm.engine.pooling.SparsePooling;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.torch.Hardware;
import dev.isotherm.server.config.Access;
import dev.isotherm.server.config.Limits;
import dev.isotherm.server.config.Listener;
import dev.isotherm.server.config.ServerConfig;
import dev.isotherm.server.service.ServedModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A real server on a free port with a model that needs no natives, and a client for it. */
public final class TestServer implements AutoCloseable {

    public static final int WINDOW = 32;

    public static final Limits LIMITS = new Limits(64, 200, 8, 16, 100_000, 50_000);

    private static final EmbeddingPolicy PUBLISHED = EmbeddingPolicy.of(AttentionTemperature.NONE);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<FakeEncoder> encoders;
    private final HttpClient client = HttpClient.newHttpClient();
    private final IsothermServer server;

    private TestServer(ServerConfig config, List<FakeEncoder> encoders) {
        this(config, encoders, Pooling.CLS, List.of());
    }

    private TestServer(ServerConfig config, List<FakeEncoder> encoders, Pooling pooling, List<String> labels) {
        this(config, encoders, model(encoders, pooling, false, labels, PUBLISHED));
    }

    private TestServer(ServerConfig config, List<FakeEncoder> encoders, ServedModel model) {
        this.encoders = encoders;
        server = new IsothermServer(config, model);
    }

    /** One whose vectors have length 1 unless asked otherwise. */
    public static TestServer startNormalizing(ServerConfig config) {
        List<FakeEncoder> encoders = List.of(new FakeEncoder());
        return new TestServer(config, encoders, model(encoders, Pooling.CLS, true, List.of(), PUBLISHED)).started();
    }

    /** One that embeds by a policy. */
    public static TestServer start(EmbeddingPolicy policy) {
        List<FakeEncoder> encoders = List.of(new FakeEncoder());
        ServerConfig config = config();
        return new TestServer(config.with(config.embedder().with(policy)), encoders, model(encoders, Pooling.CLS, false, List.of(), policy))
                .started();
    }

    /** One whose model pools by mean. */
    public static TestServer startWithMeanPooling() {
        return new TestServer(config(), List.of(new FakeEncoder()), Pooling.MEAN, List.of()).started();
    }

    /** One whose model yields sparse vectors. */
    public static TestServer startSparse() {
        return new TestServer(config(), List.of(new FakeEncoder()), Pooling.SPLADE, List.of()).started();
    }

    /** One whose model scores. */
    public static TestServer startClassifier(String... labels) {
        return new TestServer(config(), List.of(new FakeEncoder(labels.length)), Pooling.CLS, List.of(labels)).started();
    }

    public static TestServer start() {
        return start(config());
    }

    public static TestServer start(ServerConfig config) {
        return new TestServer(config, List.of(new FakeEncoder())).started();
    }

    /** One that no token brings down, with or without labels. */
    public static TestServer startHarmless(Pooling pooling, String... labels) {
        return new TestServer(config(), List.of(FakeEncoder.harmless(labels.length)), pooling, List.of(labels)).started();
    }

    /** One whose server is not started yet. */
    public static TestServer unstarted() {
        return new TestServer(config(), List.of(new FakeEncoder()));
    }

    /** One with two devices. */
    public static TestServer startWithTwo() {
        return new TestServer(config(), List.of(new FakeEncoder(), new FakeEncoder())).started();
    }

    private TestServer started() {
        server.start();
        return this;
    }

    /** Small limits, a free port. */
    public static ServerConfig config() {
        Listener listener = new Listener("127.0.0.1", 0, Optional.empty(), Optional.empty(), Optional.empty());
        return new ServerConfig(ServerConfig.defaults().embedder(), listener, Access.OPEN, List.of("alias"), true, 2, 1, Optional.empty(),
                Duration.ZERO, Duration.ofSeconds(10), Optional.empty(), Optional.empty(), LIMITS);
    }

    private static ServedModel model(
            List<FakeEncoder> encoders, Pooling pooling, boolean normalize, List<String> labels, EmbeddingPolicy policy) {
        ModelDescription description = new ModelDescription(
                "test/fake", Optional.empty(), "fake", JSON.createObjectNode(), new byte[0], PoolingModes.of(pooling), true, List.of(), SparsePooling.MAX, normalize, WINDOW, WINDOW,
                Map.of("query", "7 "), "", labels);
        EmbeddingSpace space = new EmbeddingSpace("w", "t", PoolingModes.of(pooling), normalize, FakeEncoder.DIMENSIONS, "float",
                new Recipe("7 ", policy.query().temperature(), policy.query().centring()),
                new Recipe("", policy.document().temperature(), policy.document().centring()), "");
        return new ServedModel(description, new FakeTokenizer(), List.copyOf(encoders), space,
                new ServedModel.Compute("fake", "cpu", "float32", 1, "test",
                        List.of(new ServedModel.Gpu("cuda:0", new Hardware("Fake 1", "9.0", 1L << 30)))));
    }

    /** The first device's. */
    public FakeEncoder encoder() {
        return encoders.get(0);
    }

    public List<FakeEncoder> encoders() {
        return encoders;
    }

    public IsothermServer server() {
        return server;
    }

    public int port() {
        return server.port();
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET().build());
    }

    public HttpResponse<String> post(String path, String body) {
        return send(postRequest(path, body));
    }

    public CompletableFuture<HttpResponse<String>> postAsync(String path, String body) {
        return client.sendAsync(postRequest(path, body), BodyHandlers.ofString());
    }

    public CompletableFuture<HttpResponse<String>> postAsync(HttpRequest request) {
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    public HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path)).timeout(Duration.ofSeconds(20));
    }

    public static JsonNode json(HttpResponse<String> response) {
        return parse(response.body());
    }

    public static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(json, e);
        }
    }

    /** The value of a series, named with its labels as Prometheus prints it. */
    public double metric(String series) {
        return get("/metrics").body().lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no series " + series));
    }

    @Override
    public void close() {
        encoders.forEach(FakeEncoder::release);
        server.close();
    }

    private HttpRequest postRequest(String path, String body) {
        return request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build();
    }
}
