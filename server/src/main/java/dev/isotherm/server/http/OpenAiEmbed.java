package dev.isotherm.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.engine.text.Truncation;
import dev.isotherm.server.json.Json;
import dev.isotherm.server.service.EmbedCall;
import dev.isotherm.server.service.EmbedResult;
import dev.isotherm.server.service.RequestException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Optional;

/**
 * {@code POST /v1/embeddings} as OpenAI has it.
 *
 * @param model the name the client gives the model; empty is accepted
 * @param base64 whether vectors are little-endian float32 in base64 rather than lists of numbers
 */
record OpenAiEmbed(EmbedCall call, Optional<String> model, boolean base64) {

    static OpenAiEmbed parse(byte[] body) {
        RequestFields fields = RequestFields.parse(body);
        EmbedCall call = new EmbedCall(
                "input",
                fields.texts("input"),
                fields.flag("truncate"),
                Truncation.Side.RIGHT,
                fields.string("prompt_name"),
                fields.flag("normalize"),
                fields.count("dimensions"),
                fields.temperature("attention_temperature"),
                fields.string("expected_fingerprint"));
        return new OpenAiEmbed(call, fields.string("model"), base64(fields));
    }

    byte[] answer(EmbedResult result, String modelName) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (int i = 0; i < result.texts().size(); i++) {
                writeEmbedding(json, i, result.texts().get(i).vector());
            }
            json.writeEndArray();
            json.writeStringField("model", modelName);
            json.writeObjectFieldStart("usage");
            json.writeNumberField("prompt_tokens", result.tokensUsed());
            json.writeNumberField("total_tokens", result.tokensUsed());
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private void writeEmbedding(JsonGenerator json, int index, float[] vector) throws IOException {
        json.writeStartObject();
        json.writeStringField("object", "embedding");
        json.writeNumberField("index", index);
        json.writeFieldName("embedding");
        if (base64) {
            json.writeString(Base64.getEncoder().encodeToString(littleEndian(vector)));
        } else {
            Json.writeVector(json, vector);
        }
        json.writeEndObject();
    }

    private static byte[] littleEndian(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }

    private static boolean base64(RequestFields fields) {
        return fields.string("encoding_format")
                .map(format -> switch (format) {
                    case "float" -> false;
                    case "base64" -> true;
                    default -> throw RequestException.invalid("encoding_format", "'" + format + "'", "float or base64");
                })
                .orElse(false);
    }
}
