package dev.isotherm.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.hub.ModelException;

/** Reads the numbers of a {@code config.json}, within bounds; products of a few of them fit a long. */
record ConfigJson(JsonNode json) {

    private static final int MAX_SIZE = 1 << 20;
    private static final int MAX_LAYERS = 1024;

    /** A number from 1 on that must be there. */
    int size(String field) {
        return size(field, MAX_SIZE);
    }

    int size(String field, int otherwise, int most) {
        return given(field) ? size(field, most) : otherwise;
    }

    int layers(String field) {
        return size(field, MAX_LAYERS);
    }

    private int size(String field, int most) {
        return integer(field, 1, most);
    }

    /** A number from 0 on. */
    int count(String field, int otherwise) {
        return given(field) ? integer(field, 0, MAX_SIZE) : otherwise;
    }

    private int integer(String field, int least, int most) {
        JsonNode value = json.path(field);
        if (!value.isInt() || value.asInt() < least || value.asInt() > most) {
            throw new ModelException(
                    "config.json: %s is %s, allowed is %d to %d".formatted(field, value.isMissingNode() ? "missing" : value, least, most));
        }
        return value.asInt();
    }

    /** A number above 0. */
    double positive(String field, double otherwise) {
        JsonNode value = json.path(field);
        if (!given(field)) {
            return otherwise;
        }
        if (!value.isNumber() || !(value.asDouble() > 0) || value.asDouble() > Float.MAX_VALUE) {
            throw new ModelException("config.json: %s is %s, allowed is a number above 0".formatted(field, value));
        }
        return value.asDouble();
    }

    boolean flag(String field, boolean otherwise) {
        return given(field) ? json.path(field).asBoolean() : otherwise;
    }

    Activation activation(String field, String otherwise) {
        return Activation.of(field, given(field) ? json.path(field).asText() : otherwise);
    }

    /** A part of the configuration by itself; empty where there is none. */
    ConfigJson part(String field) {
        return new ConfigJson(json.path(field));
    }

    String text(String field, String otherwise) {
        return given(field) ? json.path(field).asText() : otherwise;
    }

    /** Neither missing nor null. */
    boolean given(String field) {
        return !json.path(field).isMissingNode() && !json.path(field).isNull();
    }

    /**
     * @throws ModelException unless the field has that value, or is not given and this is its default
     */
    void require(String field, String supported, String otherwise) {
        String given = text(field, otherwise);
        if (!given.equals(supported)) {
            throw new ModelException("config.json: %s is '%s', supported is %s".formatted(field, given, supported));
        }
    }

    /** How many heads, which must divide the width. */
    int heads(String field, int width, String widthField) {
        int heads = size(field);
        if (width % heads != 0) {
            throw new ModelException("config.json: %s %d is no multiple of %s %d".formatted(widthField, width, field, heads));
        }
        return heads;
    }
}
