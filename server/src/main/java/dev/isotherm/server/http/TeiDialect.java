package dev.isotherm.server.http;

import dev.isotherm.server.json.Json;
import dev.isotherm.server.service.RequestException;

/** Errors as text-embeddings-inference writes them: {@code {"error": …, "error_type": …}}. */
final class TeiDialect implements Dialect {

    @Override
    public int status(RequestException.Kind kind) {
        return kind == RequestException.Kind.FORWARD_FAILED ? 424 : Dialect.super.status(kind);
    }

    @Override
    public byte[] body(RequestException failure) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("error", failure.getMessage());
            json.writeStringField("error_type", type(failure.kind()));
            json.writeEndObject();
        });
    }

    private static String type(RequestException.Kind kind) {
        return switch (kind) {
            case MALFORMED, INVALID, FINGERPRINT_MISMATCH, PAYLOAD_TOO_LARGE, TOO_SLOW -> "Validation";
            case UNAUTHORIZED -> "Unauthorized";
            case UNKNOWN_MODEL, NOT_FOUND, METHOD_NOT_ALLOWED -> "NotFound";
            case FORWARD_FAILED, INTERNAL -> "Backend";
            case OVERLOADED -> "Overloaded";
            case DEADLINE, CLIENT_GONE -> "Timeout";
            case DRAINING, DEVICE_LOST -> "Unhealthy";
        };
    }
}
