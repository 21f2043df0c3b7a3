package dev.isotherm.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.engine.pooling.SparseVector;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.server.json.Json;
import dev.isotherm.server.service.Caller;
import dev.isotherm.server.service.EmbedCall;
import dev.isotherm.server.service.EmbedResult;
import dev.isotherm.server.service.EmbedResult.Embedded;
import dev.isotherm.server.service.EmbedService;
import dev.isotherm.server.service.Input;
import dev.isotherm.server.service.RequestException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** text-embeddings-inference's routes for vectors, with fields of our own beside its own. */
final class TeiRoutes {

    private final EmbedService embeddings;

    TeiRoutes(EmbedService embeddings) {
        this.embeddings = embeddings;
    }

    void register(Endpoints endpoints) {
        TeiDialect dialect = new TeiDialect();
        endpoints.post("/embed", dialect, this::embed);
        endpoints.post("/embed_all", dialect, this::embedAll);
        endpoints.post("/embed_sparse", dialect, this::embedSparse);
        endpoints.post("/similarity", dialect, this::similarity);
    }

    /** A list of vectors. */
    CompletableFuture<Answer> embed(RequestFields fields, Caller caller) {
        EmbedCall call = EmbedFields.call(fields, "inputs");
        boolean details = fields.flag("details").orElse(false);
        return embeddings.embed(call, caller).thenApply(result -> answer(result, details, json -> {
            json.writeStartArray();
            for (Embedded text : result.texts()) {
                Json.writeVector(json, text.vector());
            }
            json.writeEndArray();
        }));
    }

    /** For each input a list of its tokens' vectors. */
    private CompletableFuture<Answer> embedAll(RequestFields fields, Caller caller) {
        EmbedCall call = EmbedFields.call(fields, "inputs");
        boolean details = fields.flag("details").orElse(false);
        return embeddings.tokenVectors(call, caller).thenApply(result -> answer(result, details, json -> {
            json.writeStartArray();
            for (Embedded text : result.texts()) {
                json.writeStartArray();
                for (float[] vector : text.vectors()) {
                    Json.writeVector(json, vector);
                }
                json.writeEndArray();
            }
            json.writeEndArray();
        }));
    }

    /** For each input the words of the vocabulary that have a weight, and their weights. */
    CompletableFuture<Answer> embedSparse(RequestFields fields, Caller caller) {
        EmbedCall call = EmbedFields.call(fields, "inputs");
        boolean details = fields.flag("details").orElse(false);
        return embeddings.sparseVectors(call, caller).thenApply(result -> answer(result, details, json -> {
            json.writeStartArray();
            for (Embedded text : result.texts()) {
                write(json, SparseVector.of(text.vector()));
            }
            json.writeEndArray();
        }));
    }

    private static void write(JsonGenerator json, SparseVector vector) throws IOException {
        json.writeStartArray();
        for (int i = 0; i < vector.indices().length; i++) {
            json.writeStartObject();
            json.writeNumberField("index", vector.indices()[i]);
            json.writeNumberField("value", vector.values()[i]);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The cosine of one text to each of several. */
    private CompletableFuture<Answer> similarity(RequestFields fields, Caller caller) {
        RequestFields inputs = fields.object("inputs")
                .orElseThrow(() -> RequestException.invalid("inputs", "missing", "an object with source_sentence and sentences"));
        List<Input> texts = new ArrayList<>();
        texts.add(new Input.Text(inputs.requiredString("source_sentence")));
        inputs.list("sentences", "a list of strings", RequestFields::text).forEach(text -> texts.add(new Input.Text(text)));
        if (texts.size() < 2) {
            throw RequestException.invalid("inputs.sentences", "empty", "a list of one string and more");
        }
        EmbedCall call = EmbedFields.call(fields.object("parameters").orElse(fields), "inputs", texts);
        return embeddings.embed(call, caller).thenApply(result -> answer(result, false, json -> {
            float[] source = result.texts().get(0).vector();
            json.writeStartArray();
            for (Embedded text : result.texts().subList(1, result.texts().size())) {
                json.writeNumber((float) Vectors.cosine(source, text.vector()));
            }
            json.writeEndArray();
        }));
    }

    private static Answer answer(EmbedResult result, boolean details, Json.Body list) {
        return Answer.ofModel(() -> Details.around(details, result.fingerprint(), result.counts(), "embeddings", list), result.fingerprint(), result.counts(), result.timings());
    }
}
