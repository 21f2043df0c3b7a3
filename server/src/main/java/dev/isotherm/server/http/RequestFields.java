package dev.isotherm.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.temperature.InvalidTemperatureException;
import dev.isotherm.server.json.Json;
import dev.isotherm.server.service.RequestException;
import dev.isotherm.server.service.RequestException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Typed access to a request's JSON object. Every refusal names the field, what was given and what is allowed. */
final class RequestFields {

    private static final int QUOTED = 80;

    private final JsonNode object;

    private RequestFields(JsonNode object) {
        this.object = object;
    }

    /**
     * @throws RequestException when the body is no JSON object
     */
    static RequestFields parse(byte[] body) {
        JsonNode node;
        try {
            node = Json.read(body);
        } catch (IOException e) {
            throw new RequestException(Kind.MALFORMED, "the body is not valid JSON: " + firstLine(e.getMessage()));
        }
        if (node == null || !node.isObject()) {
            throw new RequestException(Kind.MALFORMED, "the body is not a JSON object");
        }
        return new RequestFields(node);
    }

    /** A string or a list of strings. */
    List<String> texts(String field) {
        JsonNode node = object.path(field);
        if (isAbsent(node)) {
            throw RequestException.invalid(field, "missing", "a string or a list of strings");
        }
        if (node.isTextual()) {
            return List.of(node.asText());
        }
        if (!node.isArray()) {
            throw wrongType(field, node, "a string or a list of strings");
        }
        List<String> texts = new ArrayList<>(node.size());
        for (JsonNode element : node) {
            if (!element.isTextual()) {
                throw wrongType("%s[%d]".formatted(field, texts.size()), element, "a string");
            }
            texts.add(element.asText());
        }
        return texts;
    }

    Optional<String> string(String field) {
        return present(field).map(node -> {
            if (!node.isTextual()) {
                throw wrongType(field, node, "a string");
            }
            return node.asText();
        });
    }

    Optional<Boolean> flag(String field) {
        return present(field).map(node -> {
            if (!node.isBoolean()) {
                throw wrongType(field, node, "true or false");
            }
            return node.asBoolean();
        });
    }

    Optional<Integer> count(String field) {
        return present(field).map(node -> {
            if (!node.isIntegralNumber()) {
                throw wrongType(field, node, "a whole number");
            }
            if (!node.canConvertToInt()) {
                throw RequestException.invalid(field, quoted(node), "at most " + Integer.MAX_VALUE);
            }
            return node.asInt();
        });
    }

    /** A number, or the text of a policy. */
    Optional<AttentionTemperature> temperature(String field) {
        return present(field).map(node -> {
            if (!node.isNumber() && !node.isTextual()) {
                throw wrongType(field, node, "a number or a string");
            }
            try {
                return AttentionTemperature.parse(node.asText());
            } catch (InvalidTemperatureException e) {
                throw new RequestException(Kind.INVALID, field, field + ": " + e.getMessage());
            }
        });
    }

    private Optional<JsonNode> present(String field) {
        JsonNode node = object.path(field);
        return isAbsent(node) ? Optional.empty() : Optional.of(node);
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static RequestException wrongType(String field, JsonNode node, String allowed) {
        return new RequestException(
                Kind.MALFORMED, field, "%s is %s, allowed is %s".formatted(field, quoted(node), allowed));
    }

    static String quoted(JsonNode node) {
        if (node.isContainerNode()) {
            return node.isArray() ? "a list" : "an object";
        }
        String text = node.toString();
        return text.length() > QUOTED ? text.substring(0, QUOTED) + "…" : text;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
