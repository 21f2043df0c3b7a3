package dev.isotherm.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.engine.pooling.Quantization;
import dev.isotherm.server.json.Base64Floats;
import dev.isotherm.server.json.Json;
import dev.isotherm.server.service.RequestException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Number formats of vectors as Cohere names them. */
enum EmbeddingType {
    FLOAT(Json::writeVector),
    /** -127 … 127. */
    INT8((json, vector) -> write(json, Quantization.int8(vector), 0)),
    /** The same, 128 higher. */
    UINT8((json, vector) -> write(json, Quantization.int8(vector), 128)),
    /** Eight signs a number, less 128. */
    BINARY((json, vector) -> writeUnsigned(json, Quantization.binary(vector), -128)),
    /** Eight signs a number. */
    UBINARY((json, vector) -> writeUnsigned(json, Quantization.binary(vector), 0)),
    BASE64((json, vector) -> json.writeString(Base64Floats.encode(vector)));

    /** Writes one vector. */
    interface Format {
        void write(JsonGenerator json, float[] vector) throws IOException;
    }

    private final Format format;

    EmbeddingType(Format format) {
        this.format = format;
    }

    Format format() {
        return format;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Those that a request asks for, each once; float when it does not say. */
    static List<EmbeddingType> read(RequestFields fields) {
        List<String> asked = fields.optionalStrings("embedding_types");
        return asked.isEmpty() ? List.of(FLOAT) : asked.stream().map(EmbeddingType::of).distinct().toList();
    }

    private static EmbeddingType of(String label) {
        return Arrays.stream(values()).filter(type -> type.label().equals(label)).findFirst()
                .orElseThrow(() -> RequestException.invalid("embedding_types", "'" + label + "'",
                        Arrays.stream(values()).map(EmbeddingType::label).collect(Collectors.joining(", "))));
    }

    private static void write(JsonGenerator json, byte[] numbers, int offset) throws IOException {
        json.writeStartArray();
        for (byte number : numbers) {
            json.writeNumber(number + offset);
        }
        json.writeEndArray();
    }

    private static void writeUnsigned(JsonGenerator json, byte[] numbers, int offset) throws IOException {
        json.writeStartArray();
        for (byte number : numbers) {
            json.writeNumber(Byte.toUnsignedInt(number) + offset);
        }
        json.writeEndArray();
    }
}
