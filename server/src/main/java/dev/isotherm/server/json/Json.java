package dev.isotherm.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON in and out. */
public final class Json {

    private static final JsonMapper READER = JsonMapper.builder()
            // NaN is no JSON, but a client that sends it as a temperature is owed the reason, not a syntax error.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonFactory WRITER =
            JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

    private Json() {}

    /**
     * @throws IOException when the bytes are not one JSON value in UTF-8, UTF-16 or UTF-32, or have too many
     */
    public static JsonNode read(byte[] bytes) throws IOException {
        try (JsonParser parser = new BoundedParser(READER.createParser(bytes))) {
            JsonNode value = READER.readTree(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "there is more after the value");
            }
            return value;
        }
    }

    /** What is written to a generator. */
    public interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    public static byte[] write(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = WRITER.createGenerator(bytes)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** Each number in the shortest form that reads back as the same float. */
    public static void writeVector(JsonGenerator json, float[] vector) throws IOException {
        json.writeStartArray(vector, vector.length);
        for (float component : vector) {
            json.writeNumber(component);
        }
        json.writeEndArray();
    }
}
