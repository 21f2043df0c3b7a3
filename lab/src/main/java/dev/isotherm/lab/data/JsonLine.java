package dev.isotherm.lab.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of a JSON lines file, and its fields by type; each refusal names file and line. */
record JsonLine(Line line, JsonNode json) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Each line as any JSON value. */
    static void forEachValue(Path file, Consumer<JsonLine> use) {
        Lines.forEach(file, line -> use.accept(parse(line)));
    }

    /** Each line as a JSON object. */
    static void forEachObject(Path file, Consumer<JsonLine> use) {
        forEachValue(file, line -> use.accept(line.requireObject()));
    }

    private static JsonLine parse(Line line) {
        try {
            return new JsonLine(line, JSON.readTree(line.text()));
        } catch (JsonProcessingException e) {
            throw line.refuse("not JSON (%s)".formatted(e.getOriginalMessage().lines().findFirst().orElse("malformed")));
        }
    }

    private JsonLine requireObject() {
        if (!json.isObject()) {
            throw line.refuse("%s where a JSON object is expected".formatted(kind(json)));
        }
        return this;
    }

    /** The field {@code _id}, which may not be blank. */
    String id() {
        String id = string("_id");
        if (id.isBlank()) {
            throw line.refuse("_id is blank, it must name the line's text");
        }
        return id;
    }

    String string(String field) {
        return optional(field).orElseThrow(() -> line.refuse("%s is missing, it must be a string".formatted(field)));
    }

    /** Absent when the field is missing or null. */
    Optional<String> optional(String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw line.refuse("%s is %s, it must be a string".formatted(field, kind(value)));
        }
        return Optional.of(value.textValue());
    }

    double number(String field) {
        JsonNode value = json.path(field);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw line.refuse("%s is %s, it must be a finite number".formatted(field, kind(value)));
        }
        return value.doubleValue();
    }

    /** The field {@code group}, else the pattern's first match in the id, else nothing. */
    String group(String id, Optional<Pattern> pattern) {
        return optional("group").orElseGet(() -> pattern.map(p -> p.matcher(id))
                .filter(Matcher::find)
                .map(Matcher::group)
                .orElse(""));
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case MISSING -> "missing";
            case NULL -> "null";
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case STRING -> "a string";
            case NUMBER, BOOLEAN, BINARY, POJO -> value.asText();
        };
    }
}
