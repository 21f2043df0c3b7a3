package dev.isotherm.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.engine.text.Truncation;
import dev.isotherm.server.json.Json;
import dev.isotherm.server.service.EmbedCall;
import dev.isotherm.server.service.EmbedResult;
import dev.isotherm.server.service.EmbedResult.Embedded;
import dev.isotherm.server.service.RequestException;
import java.io.IOException;
import java.util.Locale;

/**
 * {@code POST /embed} as text-embeddings-inference has it, with fields of our own beside its own.
 *
 * @param details whether the answer is an object with counts rather than the bare list of vectors
 */
record TeiEmbed(EmbedCall call, boolean details) {

    static TeiEmbed parse(byte[] body) {
        RequestFields fields = RequestFields.parse(body);
        EmbedCall call = new EmbedCall(
                "inputs",
                fields.texts("inputs"),
                fields.flag("truncate"),
                side(fields),
                fields.string("prompt_name"),
                fields.flag("normalize"),
                fields.count("dimensions"),
                fields.temperature("attention_temperature"),
                fields.string("expected_fingerprint"));
        return new TeiEmbed(call, fields.flag("details").orElse(false));
    }

    byte[] answer(EmbedResult result) {
        return details ? detailed(result) : Json.write(json -> writeVectors(json, result));
    }

    private static byte[] detailed(EmbedResult result) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("fingerprint", result.fingerprint());
            json.writeArrayFieldStart("inputs");
            for (Embedded text : result.texts()) {
                writeCounts(json, text);
            }
            json.writeEndArray();
            json.writeFieldName("embeddings");
            writeVectors(json, result);
            json.writeEndObject();
        });
    }

    private static void writeVectors(JsonGenerator json, EmbedResult result) throws IOException {
        json.writeStartArray();
        for (Embedded text : result.texts()) {
            Json.writeVector(json, text.vector());
        }
        json.writeEndArray();
    }

    private static void writeCounts(JsonGenerator json, Embedded text) throws IOException {
        json.writeStartObject();
        json.writeNumberField("tokens", text.tokens());
        json.writeNumberField("tokens_used", text.tokensUsed());
        json.writeBooleanField("truncated", text.truncated());
        json.writeEndObject();
    }

    private static Truncation.Side side(RequestFields fields) {
        return fields.string("truncation_direction")
                .map(side -> switch (side.toLowerCase(Locale.ROOT)) {
                    case "left" -> Truncation.Side.LEFT;
                    case "right" -> Truncation.Side.RIGHT;
                    default -> throw RequestException.invalid("truncation_direction", "'" + side + "'", "Left or Right");
                })
                .orElse(Truncation.Side.RIGHT);
    }
}
