package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.server.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Broken JSON and hostile values to every route: never a failure of the server, never a hang, and always an answer in its dialect. A few
 * here; 20 000 and more of each with the slow tests.
 */
class RequestFuzzTest {

    private static final List<String> ROUTES = List.of("/", "/embed", "/embed_all", "/embed_sparse", "/similarity", "/tokenize", "/decode", "/predict", "/rerank",
            "/v1/embeddings", "/v2/embed", "/v2/rerank");

    private static final List<String> FIELDS = List.of("inputs", "input", "texts", "query", "documents", "ids", "model", "truncate", "overflow",
            "truncation_direction", "prompt_name", "normalize", "dimensions", "attention_temperature", "expected_fingerprint", "details",
            "encoding_format", "embedding_types", "input_type", "output_dimension", "raw_scores", "return_text", "return_documents", "top_n",
            "max_tokens_per_doc", "add_special_tokens", "skip_special_tokens", "parameters", "source_sentence", "sentences", "content", "text");

    private static final List<String> VALID = List.of(
            "{\"inputs\": [\"1 2\", [5, 6]], \"attention_temperature\": 0.5, \"overflow\": \"mean\", \"dimensions\": 2}",
            "{\"input\": \"1 2\", \"encoding_format\": \"base64\", \"model\": \"alias\"}",
            "{\"texts\": [\"1\"], \"query\": \"2\", \"documents\": [\"3\", {\"text\": \"4\"}], \"top_n\": 1, \"input_type\": \"search_query\"}",
            "{\"inputs\": {\"source_sentence\": \"1\", \"sentences\": [\"2\", \"3\"]}, \"parameters\": {\"truncate\": true}}",
            "{\"ids\": [[1, 2], [3]], \"inputs\": \"a b\", \"add_special_tokens\": false}");

    private static final Set<Integer> ALLOWED = Set.of(200, 400, 404, 409, 413, 422);

    private static TestServer embedder;
    private static TestServer reranker;
    private static TestServer sparse;

    @BeforeContainer
    static void start() {
        embedder = TestServer.startHarmless(Pooling.MEAN);
        reranker = TestServer.startHarmless(Pooling.CLS, "LABEL_0");
        sparse = TestServer.startHarmless(Pooling.SPLADE);
    }

    @AfterContainer
    static void stop() {
        embedder.close();
        reranker.close();
        sparse.close();
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void brokenJson(@ForAll("routes") String route, @ForAll("broken") String body) {
        assertAnswered(route, body);
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void hostileValues(@ForAll("routes") String route, @ForAll("hostile") String body) {
        assertAnswered(route, body);
    }

    @Tag("slow")
    @Property(tries = 12_000, shrinking = ShrinkingMode.OFF)
    void muchBrokenJson(@ForAll("routes") String route, @ForAll("broken") String body) {
        assertAnswered(route, body);
    }

    @Tag("slow")
    @Property(tries = 12_000, shrinking = ShrinkingMode.OFF)
    void manyHostileValues(@ForAll("routes") String route, @ForAll("hostile") String body) {
        assertAnswered(route, body);
    }

    @Provide
    Arbitrary<String> routes() {
        return Arbitraries.of(ROUTES);
    }

    /** Sound requests with a piece cut out and something put in, and plain nonsense. */
    @Provide
    Arbitrary<String> broken() {
        Arbitrary<String> inserted = Arbitraries.oneOf(
                Arbitraries.of("", "{", "}", "[", "]", "\"", ",", ":", "\\", "\\u", "\\ud800", "null", "NaN", "-", "1e9999", "\u0000", "/*", "[[[[[[[["),
                Arbitraries.strings().ofMaxLength(5));
        Arbitrary<String> mutated = Combinators.combine(
                        Arbitraries.of(VALID), Arbitraries.doubles().between(0, 1), Arbitraries.integers().between(0, 6), inserted)
                .as((body, place, cut, put) -> {
                    int from = (int) (place * body.length());
                    return body.substring(0, from) + put + body.substring(Math.min(body.length(), from + cut));
                });
        return Arbitraries.oneOf(mutated, mutated, Arbitraries.strings().ofMaxLength(40));
    }

    /** Objects of known fields with any value at all. */
    @Provide
    Arbitrary<String> hostile() {
        Arbitrary<String> field = Combinators.combine(Arbitraries.of(FIELDS), values(3)).as((name, value) -> '"' + name + "\": " + value);
        return field.list().ofMaxSize(7).uniqueElements(one -> one.substring(0, one.indexOf(':')))
                .map(fields -> fields.stream().collect(Collectors.joining(", ", "{", "}")));
    }

    private static Arbitrary<String> values(int depth) {
        Arbitrary<String> scalar = Arbitraries.oneOf(
                Arbitraries.of("null", "true", "false", "0", "-1", "1", "2", "0.5", "1e308", "-1e400", "1e-400", "NaN", "Infinity", "-Infinity", "2147483647",
                        "2147483648", "-9223372036854775809", "123456789012345678901234567890", "\"\"", "\"1 2 3\"", "\"alias\"", "\"late\"", "\"mean\"",
                        "\"Left\"", "\"base64\"", "\"search_query\"", "\"NONE\"", "\"query\"", "\"log:8\"", "\"ranges:1=1\"", "\"\\ud800\"", "\"\\u0000\""),
                Arbitraries.integers().map(String::valueOf),
                Arbitraries.doubles().map(String::valueOf),
                Arbitraries.integers().between(1, 400).map(words -> '"' + "7 ".repeat(words) + '"'),
                Arbitraries.strings().ofMaxLength(12).map(text -> new com.fasterxml.jackson.databind.node.TextNode(text).toString()));
        if (depth == 0) {
            return scalar;
        }
        Arbitrary<String> list = Arbitraries.lazy(() -> values(depth - 1)).list().ofMaxSize(5).map(all -> "[" + String.join(", ", all) + "]");
        Arbitrary<String> object = Combinators.combine(Arbitraries.of(FIELDS), Arbitraries.lazy(() -> values(depth - 1)))
                .as((name, value) -> "{\"" + name + "\": " + value + "}");
        return Arbitraries.oneOf(scalar, scalar, list, object);
    }

    private static void assertAnswered(String route, String body) {
        for (TestServer server : List.of(embedder, reranker, sparse)) {
            HttpResponse<String> response = server.post(route, body);
            assertThat(response.statusCode()).as("%s %s: %s", route, body, response.body()).isIn(ALLOWED);
            JsonNode answer = TestServer.json(response);
            if (response.statusCode() != 200) {
                String message = answer.at(route.startsWith("/v1") ? "/error/message" : route.startsWith("/v2") ? "/message" : "/error").asText();
                assertThat(message).as("%s %s", route, body).isNotEmpty();
                assertThat(response.body()).doesNotContain("com.fasterxml", "java.lang", "dev.isotherm", "\tat ");
            } else {
                // Some routes say a request's own texts again.
                Stream.of("NaN", "Infinity").filter(word -> !body.contains(word)).forEach(word -> assertThat(response.body()).doesNotContain(word));
            }
        }
    }
}
