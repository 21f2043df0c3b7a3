package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.server.TestServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** text-embeddings-inference's other routes, and what becomes of texts beyond the window of 32 tokens, when all goes well. */
class TeiRoutesTest {

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.startWithMeanPooling();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void tokenIdsAreUsedAsTheyAre() {
        assertThat(post("/embed", "{\"inputs\": [5, 7, 9]}")).isEqualTo("[[3.0,21.0,1.0,1.0]]");
        assertThat(post("/embed", "{\"inputs\": [[5, 7], \"5 7\", [8]]}")).isEqualTo("[[2.0,12.0,1.0,1.0],[4.0,15.0,1.0,1.0],[1.0,8.0,1.0,1.0]]");
    }

    @Test
    void everyTokenHasAVector() {
        assertThat(post("/embed_all", "{\"inputs\": [\"7\", [4, 5]]}"))
                .isEqualTo("[[[1.0,0.0,0.0,1.0],[7.0,1.0,0.0,1.0],[2.0,2.0,0.0,1.0]],[[4.0,0.0,0.0,1.0],[5.0,1.0,0.0,1.0]]]");
        HttpResponse<String> refused = server.post("/embed_all", "{\"inputs\": \"1\", \"overflow\": \"mean\"}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("overflow is mean, allowed is truncate or error where vectors of tokens are wanted");
    }

    @Test
    void vectorsOfTokensAndOfTextsMayBeWantedAtOnce() {
        server.encoder().hold();
        var tokens = server.postAsync("/embed_all", "{\"inputs\": \"7\"}");
        var text = server.postAsync("/embed", "{\"inputs\": \"7\"}");
        server.encoder().release();
        assertThat(tokens.join().body()).startsWith("[[[1.0,0.0");
        assertThat(text.join().body()).isEqualTo("[[3.0,10.0,1.0,1.0]]");
    }

    @Test
    void similarityIsTheCosine() {
        JsonNode cosines = TestServer.json(server.post("/similarity",
                "{\"inputs\": {\"source_sentence\": \"10\", \"sentences\": [\"10\", \"10 20 30\"]}, \"parameters\": {\"truncate\": true}}"));
        assertThat(cosines).hasSize(2);
        assertThat(cosines.get(0).asDouble()).isEqualTo(1.0);
        double expected = (3 * 5 + 13 * 63 + 2) / Math.sqrt((9 + 169 + 2) * (25 + 3969.0 + 2));
        assertThat(cosines.get(1).asDouble()).isCloseTo(expected, org.assertj.core.api.Assertions.within(1e-6));
    }

    @Test
    void textsBecomeTokensAndTokensTexts() {
        assertThat(post("/tokenize", "{\"inputs\": \"7 abc\", \"prompt_name\": \"query\"}")).isEqualTo(
                "[[{\"id\":1,\"text\":\"1\",\"special\":true,\"start\":null,\"stop\":null},"
                        + "{\"id\":7,\"text\":\"7\",\"special\":false,\"start\":0,\"stop\":1},"
                        + "{\"id\":7,\"text\":\"7\",\"special\":false,\"start\":0,\"stop\":1},"
                        + "{\"id\":3,\"text\":\"abc\",\"special\":false,\"start\":0,\"stop\":3},"
                        + "{\"id\":2,\"text\":\"2\",\"special\":true,\"start\":null,\"stop\":null}]]");
        assertThat(TestServer.json(server.post("/tokenize", "{\"inputs\": [\"7\", \"8\"], \"add_special_tokens\": false}")).get(1)).hasSize(1);
        assertThat(post("/decode", "{\"ids\": [1, 40, 2]}")).isEqualTo("[\"40\"]");
        assertThat(post("/decode", "{\"ids\": [[1, 40, 2], [50]], \"skip_special_tokens\": false}")).isEqualTo("[\"1 40 2\",\"50\"]");
    }

    @Test
    void theMeanOfWindowsIsOfAllOfThem() {
        // 45 words in windows of 30: the first 30, and the last 30 of them, with the special tokens around each.
        String text = "1 ".repeat(30) + "101 ".repeat(15);
        JsonNode answer = TestServer.json(server.post("/embed",
                "{\"inputs\": \"" + text + "\", \"overflow\": \"mean\", \"details\": true}"));
        assertThat(answer.at("/embeddings/0/0").asDouble()).isEqualTo(32);
        assertThat(answer.at("/embeddings/0/1").asDouble()).isEqualTo((33 + 3 + 15 + 1515) / 2.0);
        assertThat(answer.at("/inputs/0").toString()).isEqualTo("{\"tokens\":47,\"tokens_used\":47,\"truncated\":false}");
    }

    @Test
    void lateIsTheMeanOverAllTokens() {
        String text = "1 ".repeat(30) + "101 ".repeat(15);
        JsonNode answer = TestServer.json(server.post("/embed", "{\"inputs\": \"" + text + "\", \"overflow\": \"late\"}"));
        assertThat(answer.at("/0/0").asDouble()).isCloseTo((3 + 30 + 1515) / 47.0, org.assertj.core.api.Assertions.within(1e-4));
        assertThat(answer.at("/0/3").asDouble()).isEqualTo(1);
    }

    @Test
    void whatFitsIsTheSameHoweverLongTextsAreRead() {
        String plain = post("/embed", "{\"inputs\": \"1 2 3\"}");
        for (String overflow : new String[] {"truncate", "error", "mean", "late"}) {
            assertThat(post("/embed", "{\"inputs\": \"1 2 3\", \"overflow\": \"" + overflow + "\"}")).isEqualTo(plain);
        }
    }

    @Test
    void aPromptIsInEveryWindow() {
        JsonNode answer = TestServer.json(server.post("/embed",
                "{\"inputs\": \"" + "1 ".repeat(58) + "\", \"overflow\": \"mean\", \"prompt_name\": \"query\"}"));
        assertThat(answer.at("/0/1").asDouble()).isEqualTo(3 + 7 + 29);
    }

    @Test
    void theRootIsWhatTheModelIsFor() {
        assertThat(post("/", "{\"inputs\": \"1\"}")).isEqualTo(post("/embed", "{\"inputs\": \"1\"}"));
        assertThat(server.get("/ping").statusCode()).isEqualTo(200);
    }

    @Test
    void whereTheTimeWentIsSaid() {
        assertThat(server.post("/embed", "{\"inputs\": [\"1\", \"2 3\"]}").headers().firstValue("Server-Timing")).hasValueSatisfying(timing ->
                assertThat(timing).matches(
                        "tokenize;dur=[0-9.]+, queue;dur=[0-9.]+, forward;dur=[0-9.]+, batch;desc=\"7 tokens in 2 sequences\""));
    }

    @Test
    void aRequestKeepsItsId() {
        HttpResponse<String> named = server.send(server.request("/info").header("X-Request-Id", "abc-1").GET().build());
        assertThat(named.headers().firstValue("X-Request-Id")).contains("abc-1");
        HttpResponse<String> odd = server.send(server.request("/nowhere").header("X-Request-Id", "a b<script>").GET().build());
        assertThat(odd.headers().firstValue("X-Request-Id")).hasValueSatisfying(id -> assertThat(id).matches("[0-9a-f-]{36}"));
    }

    private static String post(String path, String body) {
        HttpResponse<String> response = server.post(path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }
}
