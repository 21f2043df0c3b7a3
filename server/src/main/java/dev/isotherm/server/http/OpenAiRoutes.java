package dev.isotherm.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.server.json.Base64Floats;
import dev.isotherm.server.json.Json;
import dev.isotherm.server.service.Caller;
import dev.isotherm.server.service.Counts;
import dev.isotherm.server.service.EmbedCall;
import dev.isotherm.server.service.EmbedResult;
import dev.isotherm.server.service.EmbedService;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** OpenAI's routes, with fields of our own beside its own. */
final class OpenAiRoutes {

    private final EmbedService embeddings;
    private final ServedNames names;
    private final long created = Instant.now().getEpochSecond();

    OpenAiRoutes(EmbedService embeddings, ServedNames names) {
        this.embeddings = embeddings;
        this.names = names;
    }

    void register(Endpoints endpoints) {
        OpenAiDialect dialect = new OpenAiDialect();
        endpoints.post("/v1/embeddings", dialect, this::embed);
        endpoints.post("/embeddings", dialect, this::embed);
        endpoints.get("/v1/models", dialect, ctx -> models());
        endpoints.get("/v1/models/<id>", dialect, ctx -> model(ctx.pathParam("id")));
    }

    private CompletableFuture<Answer> embed(RequestFields fields, Caller caller) {
        EmbedCall call = EmbedFields.call(fields, "input");
        boolean base64 = fields.choice("encoding_format", "float or base64", format -> switch (format) {
            case "float" -> Optional.of(false);
            case "base64" -> Optional.of(true);
            default -> Optional.empty();
        }).orElse(false);
        String name = names.resolve(fields.string("model"));
        return embeddings.embed(call, caller).thenApply(result ->
                Answer.ofModel(() -> body(result, name, base64), result.fingerprint(), result.counts(), result.timings()));
    }

    private static byte[] body(EmbedResult result, String name, boolean base64) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (int i = 0; i < result.texts().size(); i++) {
                json.writeStartObject();
                json.writeStringField("object", "embedding");
                json.writeNumberField("index", i);
                json.writeFieldName("embedding");
                write(json, result.texts().get(i).vector(), base64);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("model", name);
            json.writeObjectFieldStart("usage");
            json.writeNumberField("prompt_tokens", Counts.used(result.counts()));
            json.writeNumberField("total_tokens", Counts.used(result.counts()));
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, float[] vector, boolean base64) throws IOException {
        if (base64) {
            json.writeString(Base64Floats.encode(vector));
        } else {
            Json.writeVector(json, vector);
        }
    }

    private byte[] models() {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (String name : names.all()) {
                write(json, name);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private byte[] model(String id) {
        String name = names.resolve(Optional.of(id));
        return Json.write(json -> write(json, name));
    }

    private void write(JsonGenerator json, String name) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", name);
        json.writeStringField("object", "model");
        json.writeNumberField("created", created);
        json.writeStringField("owned_by", names.owner());
        json.writeEndObject();
    }
}
