package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.isotherm.server.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The description of the routes against the routes: every path, every example, and what is really answered. */
class OpenApiTest {

    private static final Pattern ROUTE = Pattern.compile("isotherm_requests_total\\{route=\"([^\"]+)\",status=\"(\\d+)\"");

    private static TestServer embedder;
    private static TestServer reranker;
    private static TestServer sparse;
    private static JsonNode document;
    private static JsonSchemaFactory schemas;

    @BeforeAll
    static void start() {
        embedder = TestServer.start();
        reranker = TestServer.startClassifier("LABEL_0");
        sparse = TestServer.startSparse();
        HttpResponse<String> response = embedder.get("/openapi.json");
        document = TestServer.json(response);
        schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012, builder ->
                builder.schemaLoaders(loaders -> loaders.schemas(Map.of("urn:isotherm", response.body()))));
    }

    @AfterAll
    static void stop() {
        embedder.close();
        reranker.close();
        sparse.close();
    }

    @Test
    void everyRouteIsDescribedAndNoOther() {
        Set<String> served = routes().keySet().stream()
                .filter(route -> !route.equals("other") && !route.startsWith("/docs/") && !route.startsWith("/console/"))
                .map(route -> route.replace('<', '{').replace('>', '}'))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> described = new TreeSet<>();
        document.get("paths").fieldNames().forEachRemaining(described::add);
        assertThat(described).isEqualTo(served);
    }

    @Test
    void everyAnswerARouteMayGiveIsDescribed() {
        Map<String, Set<String>> statuses = routes();
        document.get("paths").properties().forEach(path -> {
            JsonNode operation = path.getValue().elements().next();
            Set<String> described = new TreeSet<>();
            operation.get("responses").fieldNames().forEachRemaining(described::add);
            assertThat(statuses.get(path.getKey().replace('{', '<').replace('}', '>'))).as(path.getKey()).containsAll(described);
        });
    }

    @Test
    void theMethodsAreThoseDescribed() {
        document.get("paths").properties().forEach(path -> {
            boolean get = path.getValue().has("get");
            if (get && path.getValue().has("post")) {
                return;
            }
            String concrete = path.getKey().replace("{id}", "alias");
            int status = get ? embedder.post(concrete, "{}").statusCode() : embedder.get(concrete).statusCode();
            assertThat(status).as(path.getKey()).isEqualTo(405);
        });
    }

    @Test
    void examplesAreAcceptedAndAnswersAreAsDescribed() {
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            JsonNode post = path.getValue().path("post");
            if (post.isMissingNode()) {
                continue;
            }
            JsonNode example = post.at("/requestBody/content/application~1json/example");
            assertValid(example, post.at("/requestBody/content/application~1json/schema"));
            TestServer server = server(path.getKey());
            HttpResponse<String> response = server.post(path.getKey(), example.toString().replace("BAAI/bge-small-en-v1.5", "alias"));
            assertThat(response.statusCode()).as(path.getKey() + response.body()).isEqualTo(200);
            assertValid(TestServer.json(response), post.at("/responses/200/content/application~1json/schema"));
            HttpResponse<String> refused = server.post(path.getKey(), "{");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertValid(TestServer.json(refused), post.at("/responses/400/content/application~1json/schema"));
            post.at("/responses/200/headers").fieldNames().forEachRemaining(header ->
                    assertThat(response.headers().firstValue(header).isPresent() || noVectors(path.getKey())).as(path.getKey() + header).isTrue());
        }
    }

    @Test
    void whatIsReadIsDescribed() {
        for (String path : List.of("/info", "/collapse", "/v1/models", "/v1/models/{id}")) {
            JsonNode answer = TestServer.json(embedder.get(path.replace("{id}", "alias")));
            assertValid(answer, document.at("/paths/" + path.replace("/", "~1") + "/get/responses/200/content/application~1json/schema"));
        }
    }

    @Test
    void theSchemasRefuseWhatIsWrong() {
        assertThat(schema("#/components/schemas/EmbedRequest").validate(TestServer.parse("{\"inputs\": 3}"))).isNotEmpty();
        assertThat(schema("#/components/schemas/EmbedAnswer").validate(TestServer.parse("[[\"a\"]]"))).isNotEmpty();
        assertThat(schema("#/components/schemas/EmbedSparseAnswer").validate(TestServer.parse("[[{\"index\": 1, \"value\": 0}]]"))).isNotEmpty();
    }

    /** One with a model for that route. */
    private static TestServer server(String path) {
        if (path.equals("/embed_sparse")) {
            return sparse;
        }
        return path.endsWith("rerank") || path.equals("/predict") ? reranker : embedder;
    }

    private static boolean noVectors(String path) {
        return path.equals("/tokenize") || path.equals("/decode");
    }

    private static void assertValid(JsonNode value, JsonNode schema) {
        assertThat(schema(schema.get("$ref").asText()).validate(value)).as(value.toString()).isEmpty();
    }

    private static JsonSchema schema(String reference) {
        return schemas.getSchema(SchemaLocation.of("urn:isotherm" + reference));
    }

    private static Map<String, Set<String>> routes() {
        Matcher matcher = ROUTE.matcher(embedder.get("/metrics").body());
        return matcher.results().collect(Collectors.groupingBy(match -> match.group(1),
                Collectors.mapping(match -> match.group(2), Collectors.toCollection(TreeSet::new))));
    }
}
