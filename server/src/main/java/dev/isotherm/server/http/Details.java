package dev.isotherm.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.server.json.Json;
import dev.isotherm.server.service.Counts;
import java.io.IOException;
import java.util.List;

/** TEI's bare lists have no room for counts: on request the list becomes a field beside them. */
final class Details {

    private Details() {}

    /**
     * @param wanted whether the request asks for them
     * @param name of the field that then holds the list
     */
    static byte[] around(boolean wanted, String fingerprint, List<Counts> counts, String name, Json.Body list) {
        if (!wanted) {
            return Json.write(list);
        }
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("fingerprint", fingerprint);
            json.writeArrayFieldStart("inputs");
            for (Counts text : counts) {
                write(json, text);
            }
            json.writeEndArray();
            json.writeFieldName(name);
            list.write(json);
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Counts text) throws IOException {
        json.writeStartObject();
        json.writeNumberField("tokens", text.tokens());
        json.writeNumberField("tokens_used", text.tokensUsed());
        json.writeBooleanField("truncated", text.truncated());
        json.writeEndObject();
    }
}
