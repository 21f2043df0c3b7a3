package dev.isotherm.server.http;

import dev.isotherm.server.json.Json;
import dev.isotherm.server.service.RequestException;

/** Errors as Cohere writes them: {@code {"message": …}}. */
final class CohereDialect implements Dialect {

    @Override
    public byte[] body(RequestException failure) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("message", failure.getMessage());
            json.writeEndObject();
        });
    }
}
