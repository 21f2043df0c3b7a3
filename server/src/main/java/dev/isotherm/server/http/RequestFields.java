package dev.isotherm.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.temperature.InvalidTemperatureException;
import dev.isotherm.server.json.Json;
import dev.isotherm.server.service.Input;
import dev.isotherm.server.service.RequestException;
import dev.isotherm.server.service.RequestException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Typed access to a request's JSON object. Every refusal names the field, what was given and what is allowed. */
final class RequestFields {

    private static final int QUOTED = 80;

    private final JsonNode object;
    private final String within;

    /**
     * @param within what stands before the names of fields in messages, such as {@code parameters.}
     */
    private RequestFields(JsonNode object, String within) {
        this.object = object;
        this.within = within;
    }

    String place(String field) {
        return within + field;
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
        return new RequestFields(node, "");
    }

    /** Whether there is one, and it is not null. */
    boolean has(String field) {
        return present(field).isPresent();
    }

    /** A string, token ids, or a list of either. */
    List<Input> inputs(String field) {
        return Inputs.read(field, required(field, Inputs.ALLOWED));
    }

    /** A string or a list of strings. */
    List<String> strings(String field) {
        JsonNode node = required(field, "a string or a list of strings");
        return node.isTextual() ? List.of(node.asText()) : elements(field, node, "a string or a list of strings", RequestFields::text);
    }

    /** A list of strings, empty when there is none. */
    List<String> optionalStrings(String field) {
        return present(field).map(node -> elements(field, node, "a list of strings", RequestFields::text)).orElse(List.of());
    }

    /** A list, each of whose elements is read on its own; {@code elements} is given its place in the request and itself. */
    <T> List<T> list(String field, String allowed, BiFunction<String, JsonNode, T> element) {
        return elements(field, required(field, allowed), allowed, element);
    }

    /** One node, whatever it is. */
    JsonNode required(String field, String allowed) {
        return present(field).orElseThrow(() -> RequestException.invalid(place(field), "missing", allowed));
    }

    /** An object within this one, empty when there is none. */
    Optional<RequestFields> object(String field) {
        return present(field).map(node -> {
            if (!node.isObject()) {
                throw wrongType(field, node, "an object");
            }
            return new RequestFields(node, place(field) + ".");
        });
    }

    String requiredString(String field) {
        return string(field).orElseThrow(() -> RequestException.invalid(place(field), "missing", "a string"));
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
                throw RequestException.invalid(place(field), quoted(node), "at most " + Integer.MAX_VALUE);
            }
            return node.asInt();
        });
    }

    /** One of several words, in any case where {@code read} does not care. */
    <T> Optional<T> choice(String field, String allowed, Function<String, Optional<T>> read) {
        return string(field).map(word -> read.apply(word)
                .orElseThrow(() -> RequestException.invalid(place(field), "'" + word + "'", allowed)));
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
                throw new RequestException(Kind.INVALID, place(field), place(field) + ": " + e.getMessage());
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

    private RequestException wrongType(String field, JsonNode node, String allowed) {
        return wrongTypeAt(place(field), node, allowed);
    }

    static RequestException wrongTypeAt(String place, JsonNode node, String allowed) {
        return new RequestException(Kind.MALFORMED, place, "%s is %s, allowed is %s".formatted(place, quoted(node), allowed));
    }

    private <T> List<T> elements(String field, JsonNode node, String allowed, BiFunction<String, JsonNode, T> element) {
        if (!node.isArray()) {
            throw wrongType(field, node, allowed);
        }
        List<T> elements = new ArrayList<>(node.size());
        for (JsonNode one : node) {
            elements.add(element.apply("%s[%d]".formatted(place(field), elements.size()), one));
        }
        return elements;
    }

    static String text(String place, JsonNode node) {
        if (!node.isTextual()) {
            throw wrongTypeAt(place, node, "a string");
        }
        return node.asText();
    }

    static String quoted(JsonNode node) {
        if (node.isContainerNode()) {
            return node.isArray() ? "a list" : "an object";
        }
        String text = node.toString();
        return text.length() > QUOTED ? text.substring(0, QUOTED) + "…" : text;
    }

    private static String firstLine(String message) {
        // The library names the setting of its own that was exceeded.
        return message.lines().findFirst().orElse("").replaceAll(",? from `[^`]*`", "");
    }
}
