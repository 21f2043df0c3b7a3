package dev.isotherm.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.server.http.Scores.Ranked;
import dev.isotherm.server.json.Json;
import dev.isotherm.server.service.Caller;
import dev.isotherm.server.service.ScoreCall;
import dev.isotherm.server.service.ScoreCall.Pair;
import dev.isotherm.server.service.ScoreResult;
import dev.isotherm.server.service.ScoreService;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** text-embeddings-inference's routes for classifiers and rerankers. */
final class TeiScoreRoutes {

    private static final String TEXT_OR_PAIR = "a string or a list of one or two strings";

    private final ScoreService scores;

    TeiScoreRoutes(ScoreService scores) {
        this.scores = scores;
    }

    void register(Endpoints endpoints) {
        TeiDialect dialect = new TeiDialect();
        endpoints.post("/predict", dialect, this::predict);
        endpoints.post("/rerank", dialect, this::rerank);
    }

    /** The labels of a text or a pair with their scores, greatest first; a list of those for a list of texts. */
    CompletableFuture<Answer> predict(RequestFields fields, Caller caller) {
        JsonNode inputs = fields.required("inputs", TEXT_OR_PAIR + ", or a list of such lists");
        boolean single = inputs.isTextual() || inputs.path(0).isTextual();
        List<Pair> pairs = single
                ? List.of(pair("inputs", inputs))
                : fields.list("inputs", TEXT_OR_PAIR + ", or a list of such lists", TeiScoreRoutes::pair);
        boolean raw = fields.flag("raw_scores").orElse(false);
        boolean details = fields.flag("details").orElse(false);
        return scores.score(call("inputs", pairs, fields), caller).thenApply(result -> answer(result, details, json -> {
            if (single) {
                writeLabels(json, result.logits().get(0), raw);
                return;
            }
            json.writeStartArray();
            for (float[] logits : result.logits()) {
                writeLabels(json, logits, raw);
            }
            json.writeEndArray();
        }));
    }

    /** The texts in the order of their scores. */
    CompletableFuture<Answer> rerank(RequestFields fields, Caller caller) {
        scores.requireOneLabel();
        String query = fields.requiredString("query");
        List<String> texts = fields.list("texts", "a list of strings", RequestFields::text);
        boolean raw = fields.flag("raw_scores").orElse(false);
        boolean returnText = fields.flag("return_text").orElse(false);
        boolean details = fields.flag("details").orElse(false);
        int atMost = RerankFields.topN(fields, texts.size());
        List<Pair> pairs = texts.stream().map(text -> Pair.of(query, text)).toList();
        return scores.score(call("texts", pairs, fields), caller).thenApply(result -> answer(result, details, json -> {
            json.writeStartArray();
            for (Ranked ranked : RerankFields.ranked(result, raw, atMost)) {
                json.writeStartObject();
                json.writeNumberField("index", ranked.index());
                if (returnText) {
                    json.writeStringField("text", texts.get(ranked.index()));
                }
                json.writeNumberField("score", ranked.score());
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }

    private static ScoreCall call(String field, List<Pair> pairs, RequestFields fields) {
        return new ScoreCall(
                field,
                pairs,
                fields.flag("truncate"),
                EmbedFields.side(fields),
                Integer.MAX_VALUE,
                fields.temperature("attention_temperature"),
                fields.string("expected_fingerprint"));
    }

    private static Pair pair(String place, JsonNode node) {
        if (node.isTextual()) {
            return new Pair(node.asText(), Optional.empty());
        }
        if (!node.isArray() || node.isEmpty() || node.size() > 2) {
            throw RequestFields.wrongTypeAt(place, node, TEXT_OR_PAIR);
        }
        List<String> texts = IntStream.range(0, node.size())
                .mapToObj(i -> RequestFields.text("%s[%d]".formatted(place, i), node.path(i)))
                .toList();
        return new Pair(texts.get(0), texts.stream().skip(1).findFirst());
    }

    private void writeLabels(JsonGenerator json, float[] logits, boolean raw) throws IOException {
        json.writeStartArray();
        for (Ranked ranked : Scores.ranked(Scores.of(logits, raw))) {
            json.writeStartObject();
            json.writeNumberField("score", ranked.score());
            json.writeStringField("label", scores.labels().get(ranked.index()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static Answer answer(ScoreResult result, boolean details, Json.Body list) {
        return Answer.ofModel(() -> Details.around(details, result.fingerprint(), result.counts(), "results", list), result.fingerprint(), result.counts(), result.timings());
    }
}
