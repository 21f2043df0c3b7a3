package dev.isotherm.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** What Cohere says of a request beside its answer. */
final class CohereMeta {

    private CohereMeta() {}

    static void write(JsonGenerator json, String unit, long count) throws IOException {
        json.writeObjectFieldStart("meta");
        json.writeObjectFieldStart("api_version");
        json.writeStringField("version", "2");
        json.writeEndObject();
        json.writeObjectFieldStart("billed_units");
        json.writeNumberField(unit, count);
        json.writeEndObject();
        json.writeEndObject();
    }
}
