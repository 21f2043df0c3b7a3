package dev.isotherm.server.http;

import dev.isotherm.server.json.Json;
import dev.isotherm.server.service.RequestException;

/** Errors as OpenAI writes them: {@code {"error": {"message", "type", "param", "code"}}}. */
final class OpenAiDialect implements Dialect {

    @Override
    public byte[] body(RequestException failure) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("error");
            json.writeStringField("message", failure.getMessage());
            json.writeStringField("type", type(failure.kind()));
            json.writeStringField("param", failure.field());
            json.writeStringField("code", code(failure.kind()));
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static String type(RequestException.Kind kind) {
        return switch (kind) {
            case FORWARD_FAILED, INTERNAL, DRAINING, DEVICE_LOST, DEADLINE, CLIENT_GONE -> "server_error";
            case OVERLOADED -> "rate_limit_error";
            default -> "invalid_request_error";
        };
    }

    private static String code(RequestException.Kind kind) {
        return switch (kind) {
            case UNAUTHORIZED -> "invalid_api_key";
            case UNKNOWN_MODEL -> "model_not_found";
            case OVERLOADED -> "rate_limit_exceeded";
            default -> null;
        };
    }
}
