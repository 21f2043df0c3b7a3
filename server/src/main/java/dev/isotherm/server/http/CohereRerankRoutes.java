package dev.isotherm.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.text.Truncation;
import dev.isotherm.server.http.Scores.Ranked;
import dev.isotherm.server.json.Json;
import dev.isotherm.server.service.Caller;
import dev.isotherm.server.service.Counts;
import dev.isotherm.server.service.RequestException;
import dev.isotherm.server.service.ScoreCall;
import dev.isotherm.server.service.ScoreCall.Pair;
import dev.isotherm.server.service.ScoreResult;
import dev.isotherm.server.service.ScoreService;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Reranking as Cohere's and Jina's clients ask for it. */
final class CohereRerankRoutes {

    private final ScoreService scores;
    private final ServedNames names;

    CohereRerankRoutes(ScoreService scores, ServedNames names) {
        this.scores = scores;
        this.names = names;
    }

    void register(Endpoints endpoints) {
        CohereDialect dialect = new CohereDialect();
        endpoints.post("/v1/rerank", dialect, this::rerank);
        endpoints.post("/v2/rerank", dialect, this::rerank);
    }

    private CompletableFuture<Answer> rerank(RequestFields fields, Caller caller) {
        scores.requireOneLabel();
        String name = names.resolve(fields.string("model"));
        String query = fields.requiredString("query");
        List<String> documents = fields.list("documents", "a list of strings, or of objects with a text", CohereRerankRoutes::document);
        int atMost = RerankFields.topN(fields, documents.size());
        boolean returnDocuments = fields.flag("return_documents").orElse(false);
        ScoreCall call = new ScoreCall(
                "documents",
                documents.stream().map(document -> Pair.of(query, document)).toList(),
                fields.flag("truncate"),
                Truncation.Side.RIGHT,
                maxTokens(fields),
                fields.temperature("attention_temperature"),
                fields.string("expected_fingerprint"));
        return scores.score(call, caller).thenApply(result -> Answer.ofModel(
                () -> body(result, name, atMost, returnDocuments ? documents : List.of()), result.fingerprint(), result.counts(), result.timings()));
    }

    private static int maxTokens(RequestFields fields) {
        int tokens = fields.count("max_tokens_per_doc").orElse(Integer.MAX_VALUE);
        if (tokens < 1) {
            throw RequestException.invalid("max_tokens_per_doc", Integer.toString(tokens), "1 and more");
        }
        return tokens;
    }

    private static String document(String place, JsonNode node) {
        return node.isObject() ? RequestFields.text(place + ".text", node.path("text")) : RequestFields.text(place, node);
    }

    /**
     * @param documents those to return, or none
     */
    private static byte[] body(ScoreResult result, String name, int atMost, List<String> documents) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("id", UUID.randomUUID().toString());
            json.writeStringField("model", name);
            json.writeArrayFieldStart("results");
            for (Ranked ranked : RerankFields.ranked(result, false, atMost)) {
                json.writeStartObject();
                json.writeNumberField("index", ranked.index());
                json.writeNumberField("relevance_score", ranked.score());
                if (!documents.isEmpty()) {
                    json.writeObjectFieldStart("document");
                    json.writeStringField("text", documents.get(ranked.index()));
                    json.writeEndObject();
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            CohereMeta.write(json, "search_units", 1);
            json.writeObjectFieldStart("usage");
            json.writeNumberField("total_tokens", Counts.used(result.counts()));
            json.writeEndObject();
            json.writeEndObject();
        });
    }
}
