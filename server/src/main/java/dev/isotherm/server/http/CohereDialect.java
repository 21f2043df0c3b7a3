package dev.isotherm.server.http;

import dev.isotherm.server.json.Json;
import dev.isotherm.server.service.RequestException;

/** Errors as Cohere writes them: {@code {"message": …}}. */
final class CohereDialect implements Dialect {

    /** Cohere's clients retry a 500, and know no 424. */
    @Override
    public int status(RequestException.Kind kind) {
        return kind == RequestException.Kind.FORWARD_FAILED ? 500 : Dialect.super.status(kind);
    }

    @Override
    public byte[] body(RequestException failure) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("message", failure.getMessage());
            json.writeEndObject();
        });
    }
}
