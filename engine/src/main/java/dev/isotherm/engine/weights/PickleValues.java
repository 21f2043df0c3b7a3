package dev.isotherm.engine.weights;

import java.util.List;
import java.util.Map;

/** Values of a pickle as what they have to be. */
final class PickleValues {

    private PickleValues() {}

    static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw missing("a string");
    }

    static long number(Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw missing("a number of at most 64 bits");
    }

    static long[] numbers(Object value) {
        return list(value).stream().mapToLong(PickleValues::number).toArray();
    }

    /** The list itself, not a copy. */
    @SuppressWarnings("unchecked") // every list of a pickle is made by its reader, for any values
    static List<Object> list(Object value) {
        if (value instanceof List<?> list) {
            return (List<Object>) list;
        }
        throw missing("a list or tuple");
    }

    /** The map itself, not a copy. */
    @SuppressWarnings("unchecked") // every map of a pickle is made by its reader or as an OrderedDict, by string
    static Map<String, Object> map(Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw missing("a dictionary");
    }

    static WeightsException missing(String what) {
        return new WeightsException("its pickle is broken: it has something else where %s belongs".formatted(what));
    }
}
