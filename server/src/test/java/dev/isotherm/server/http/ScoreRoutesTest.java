package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.server.TestServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code /predict} and {@code /rerank} in all dialects; a text's logit is its token count. */
class ScoreRoutesTest {

    private static TestServer reranker;
    private static TestServer classifier;

    @BeforeAll
    static void start() {
        reranker = TestServer.startClassifier("LABEL_0");
        classifier = TestServer.startClassifier("good", "bad");
    }

    @AfterAll
    static void stop() {
        reranker.close();
        classifier.close();
    }

    @Test
    void rerankOrdersByScore() {
        String request = "{\"query\": \"5\", \"texts\": [\"1\", \"1 1 1\", \"1 1\"], \"raw_scores\": true";
        assertThat(reranker.post("/rerank", request + "}").body())
                .isEqualTo("[{\"index\":1,\"score\":7.0},{\"index\":2,\"score\":6.0},{\"index\":0,\"score\":5.0}]");
        assertThat(reranker.post("/rerank", request + ", \"top_n\": 1, \"return_text\": true}").body())
                .isEqualTo("[{\"index\":1,\"text\":\"1 1 1\",\"score\":7.0}]");
        JsonNode sigmoid = TestServer.json(reranker.post("/rerank", "{\"query\": \"\", \"texts\": [\"\"], \"details\": true}"));
        assertThat(sigmoid.at("/results/0/score").asDouble()).isCloseTo(1 / (1 + Math.exp(-3)), within(1e-6));
        assertThat(sigmoid.at("/inputs/0/tokens").asInt()).isEqualTo(3);
    }

    @Test
    void predictTellsLabelsApart() {
        JsonNode one = TestServer.json(classifier.post("/predict", "{\"inputs\": \"1\"}"));
        assertThat(one.at("/0/label").asText()).isEqualTo("good");
        assertThat(one.at("/0/score").asDouble()).isCloseTo(Math.E / (Math.E + 1), within(1e-6));
        assertThat(classifier.post("/predict", "{\"inputs\": [\"1\", \"2 3\"], \"raw_scores\": true}").body())
                .as("a list of two strings is a pair").isEqualTo("[{\"score\":6.0,\"label\":\"good\"},{\"score\":5.0,\"label\":\"bad\"}]");
        assertThat(classifier.post("/predict", "{\"inputs\": [[\"1\"], [\"1\", \"2 3\"]], \"raw_scores\": true}").body()).isEqualTo(
                "[[{\"score\":3.0,\"label\":\"good\"},{\"score\":2.0,\"label\":\"bad\"}],"
                        + "[{\"score\":6.0,\"label\":\"good\"},{\"score\":5.0,\"label\":\"bad\"}]]");
        assertThat(reranker.post("/", "{\"inputs\": \"1\", \"raw_scores\": true}").body()).isEqualTo("[{\"score\":3.0,\"label\":\"LABEL_0\"}]");
    }

    @Test
    void cohereAndJinaAreAnswered() {
        JsonNode answer = TestServer.json(reranker.post("/v2/rerank", "{\"model\": \"alias\", \"query\": \"5\", "
                + "\"documents\": [\"1\", {\"text\": \"1 1\"}], \"top_n\": 1, \"return_documents\": true}"));
        assertThat(answer.at("/results")).hasSize(1);
        assertThat(answer.at("/results/0/index").asInt()).isEqualTo(1);
        assertThat(answer.at("/results/0/relevance_score").asDouble()).isCloseTo(1 / (1 + Math.exp(-6)), within(1e-6));
        assertThat(answer.at("/results/0/document/text").asText()).isEqualTo("1 1");
        assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(11);
        assertThat(answer.at("/meta/billed_units/search_units").asInt()).isEqualTo(1);
        assertThat(reranker.post("/v1/rerank", "{\"query\": \"5\", \"documents\": [\"1\"]}").statusCode()).isEqualTo(200);
    }

    @Test
    void documentsAreCutAsAsked() {
        String request = "{\"query\": \"5\", \"documents\": [\"" + "1 ".repeat(50) + "\"]";
        assertThat(tokens(reranker.post("/v2/rerank", request + "}"))).isEqualTo("32");
        assertThat(tokens(reranker.post("/v2/rerank", request + ", \"max_tokens_per_doc\": 10}"))).isEqualTo("14");
        HttpResponse<String> refused = reranker.post("/v2/rerank", request + ", \"truncate\": false}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).isEqualTo("{\"message\":\"documents[0] is 54 tokens long, allowed is at most 32, or truncate: true\"}");
    }

    @Test
    void whatTheModelIsNotForIsRefused() {
        assertMistake(reranker.post("/embed", "{\"inputs\": \"1\"}"), "model test/fake scores texts");
        assertMistake(classifier.post("/rerank", "{\"query\": \"1\", \"texts\": [\"1\"]}"), "the model has 2 labels, a reranker has one; ask /predict");
        try (TestServer embedder = TestServer.start()) {
            assertMistake(embedder.post("/predict", "{\"inputs\": \"1\"}"), "model test/fake embeds texts");
            assertMistake(embedder.post("/rerank", "{\"query\": \"1\", \"texts\": [\"1\"]}"), "model test/fake embeds texts");
        }
    }

    @Test
    void badRequestsAreNamed() {
        assertMistake(reranker.post("/rerank", "{\"texts\": [\"1\"]}"), "query is missing, allowed is a string");
        assertMistake(reranker.post("/rerank", "{\"query\": \"1\", \"texts\": []}"), "texts is 0 texts");
        assertMistake(reranker.post("/rerank", "{\"query\": \"1\", \"texts\": [\"1\"], \"top_n\": 0}"), "top_n is 0, allowed is 1 and more");
        assertThat(reranker.post("/rerank", "{\"query\": \"1\", \"texts\": \"1\"}").statusCode()).isEqualTo(400);
        for (String inputs : new String[] {"3", "{}", "{\"a\": 1}", "[]", "[[]]", "[\"a\", \"b\", \"c\"]", "[[\"a\"], \"b\", 1]", "[\"a\", 1]"}) {
            assertThat(classifier.post("/predict", "{\"inputs\": " + inputs + "}").statusCode()).as(inputs).isIn(400, 422);
        }
    }

    @Test
    void infoSaysWhatItIs() {
        assertThat(TestServer.json(classifier.get("/info")).at("/model_type").toString()).isEqualTo(
                "{\"classifier\":{\"id2label\":{\"0\":\"good\",\"1\":\"bad\"},\"label2id\":{\"good\":0,\"bad\":1}}}");
        assertThat(TestServer.json(reranker.get("/info")).at("/model_type").has("reranker")).isTrue();
    }

    private static String tokens(HttpResponse<String> response) {
        return response.headers().firstValue("X-Isotherm-Tokens").orElseThrow();
    }

    private static void assertMistake(HttpResponse<String> response, String message) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(TestServer.json(response).get("error").asText()).contains(message);
    }
}
