package dev.isotherm.engine.weights;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file, checked against the file's size before a byte of data is touched: every tensor lies
 * inside the data section, none overlaps another, and each range is as long as its shape and type say.
 */
record SafetensorsHeader(Map<String, Entry> entries) {

    static final int MAX_BYTES = 100_000_000;
    private static final int MAX_DIMENSIONS = 8;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Where a tensor lies; offsets are bytes from the start of the data section. */
    record Entry(String name, String type, long[] shape, long begin, long end) {}

    static SafetensorsHeader parse(Path file, byte[] json, long dataBytes) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : object(file, json).properties()) {
            if (!field.getKey().equals("__metadata__")) {
                entries.put(field.getKey(), entry(file, field.getKey(), field.getValue(), dataBytes));
            }
        }
        requireDisjoint(file, entries);
        return new SafetensorsHeader(entries);
    }

    private static JsonNode object(Path file, byte[] json) {
        try {
            JsonNode root = JSON.readTree(json);
            if (root == null || !root.isObject()) {
                throw new WeightsException(file + ": the header is not a JSON object");
            }
            return root;
        } catch (IOException e) {
            throw new WeightsException(file + ": the header is not JSON", e);
        }
    }

    private static Entry entry(Path file, String name, JsonNode node, long dataBytes) {
        JsonNode offsets = node.path("data_offsets");
        if (!node.path("dtype").isTextual() || !offsets.isArray() || offsets.size() != 2) {
            throw new WeightsException("%s: tensor %s lacks dtype or data_offsets".formatted(file, name));
        }
        long begin = natural(file, name, offsets.get(0));
        long end = natural(file, name, offsets.get(1));
        if (begin > end || end > dataBytes) {
            throw new WeightsException("%s: tensor %s claims bytes %d to %d of %d; the file is truncated or its header wrong"
                    .formatted(file, name, begin, end, dataBytes));
        }
        Entry entry = new Entry(name, node.get("dtype").asText(), shape(file, name, node.path("shape")), begin, end);
        requireSize(file, entry);
        return entry;
    }

    private static void requireSize(Path file, Entry entry) {
        int elementBytes = switch (entry.type) {
            case "BOOL", "I8", "U8", "F8_E4M3", "F8_E5M2" -> 1;
            case "I16", "U16", "F16", "BF16" -> 2;
            case "I32", "U32", "F32" -> 4;
            case "I64", "U64", "F64" -> 8;
            default -> 0; // unknown types are refused when they are asked for
        };
        String owner = file + ": tensor " + entry.name;
        if (elementBytes > 0 && Shapes.byteSize(owner, elementBytes, entry.shape) != entry.end - entry.begin) {
            throw new WeightsException("%s of shape %s as %s cannot have %d bytes".formatted(
                    owner, Arrays.toString(entry.shape), entry.type, entry.end - entry.begin));
        }
    }

    private static long[] shape(Path file, String name, JsonNode node) {
        if (!node.isArray() || node.size() > MAX_DIMENSIONS) {
            throw new WeightsException("%s: tensor %s has no valid shape".formatted(file, name));
        }
        long[] shape = new long[node.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = natural(file, name, node.get(i));
        }
        return shape;
    }

    private static long natural(Path file, String name, JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.asLong() < 0) {
            throw new WeightsException("%s: tensor %s has %s where a count is expected".formatted(file, name, node));
        }
        return node.asLong();
    }

    private static void requireDisjoint(Path file, Map<String, Entry> entries) {
        List<Entry> ordered = entries.values().stream()
                .filter(e -> e.begin < e.end)
                .sorted(Comparator.comparingLong(Entry::begin))
                .toList();
        for (int i = 1; i < ordered.size(); i++) {
            if (ordered.get(i).begin < ordered.get(i - 1).end) {
                throw new WeightsException("%s: tensors %s and %s overlap"
                        .formatted(file, ordered.get(i - 1).name, ordered.get(i).name));
            }
        }
    }
}
