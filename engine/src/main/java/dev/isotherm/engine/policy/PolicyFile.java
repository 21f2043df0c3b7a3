package dev.isotherm.engine.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isotherm.engine.policy.EmbeddingPolicy.Side;
import dev.isotherm.engine.pooling.Centring;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.temperature.InvalidTemperatureException;
import dev.isotherm.engine.text.Overflow;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * A policy in a file: JSON with {@code isotherm_policy: 1}, {@code query} and {@code document} with {@code attention_temperature} and
 * perhaps {@code centring} ({@code mean}, {@code directions}), perhaps {@code overflow} and {@code space}. What stands under
 * {@code model} and {@code evidence} is for people.
 */
public final class PolicyFile {

    private static final int VERSION = 1;
    private static final long MAX_BYTES = 64 << 20;
    private static final Set<String> FIELDS =
            Set.of("isotherm_policy", "model", "space", "query", "document", "overflow", "evidence");
    private static final ObjectMapper JSON = new ObjectMapper();

    private PolicyFile() {}

    /**
     * @throws PolicyException when the file cannot be read or is no policy
     */
    public static EmbeddingPolicy read(Path file) {
        JsonNode root = parse(file);
        try {
            if (root.path("isotherm_policy").asInt() != VERSION) {
                throw new PolicyException("isotherm_policy is %s, allowed is %d".formatted(root.path("isotherm_policy"), VERSION));
            }
            requireKnown(root);
            return new EmbeddingPolicy(
                    side(root, "query"), side(root, "document"), overflow(root), Optional.ofNullable(root.path("space").textValue()));
        } catch (PolicyException | InvalidTemperatureException e) {
            throw new PolicyException("policy file %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static JsonNode parse(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new PolicyException("policy file %s has %d bytes, allowed is %d".formatted(file, Files.size(file), MAX_BYTES));
            }
            JsonNode root = JSON.readTree(Files.readString(file));
            if (!root.isObject()) {
                throw new PolicyException("policy file %s: not a JSON object".formatted(file));
            }
            return root;
        } catch (JsonProcessingException | MalformedInputException e) {
            throw new PolicyException("policy file %s: not JSON".formatted(file), e);
        } catch (IOException e) {
            throw new PolicyException("policy file %s cannot be read".formatted(file), e);
        }
    }

    private static void requireKnown(JsonNode root) {
        for (Iterator<String> names = root.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw new PolicyException("field '%s' is not known".formatted(name));
            }
        }
    }

    private static Side side(JsonNode root, String name) {
        JsonNode side = root.path(name);
        String temperature = side.path("attention_temperature").textValue();
        if (temperature == null) {
            throw new PolicyException(name + ".attention_temperature is missing, allowed is a text such as \"0.8\"");
        }
        return new Side(AttentionTemperature.parse(temperature), centring(side.path("centring"), name + ".centring"));
    }

    private static Optional<Centring> centring(JsonNode node, String place) {
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        JsonNode directions = node.path("directions");
        float[][] read = new float[directions.size()][];
        for (int i = 0; i < read.length; i++) {
            read[i] = numbers(directions.get(i), place + ".directions[" + i + "]");
        }
        try {
            return Optional.of(new Centring(numbers(node.path("mean"), place + ".mean"), read));
        } catch (IllegalArgumentException e) {
            throw new PolicyException(place + ": " + e.getMessage());
        }
    }

    private static float[] numbers(JsonNode node, String place) {
        float[] numbers = new float[node.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!node.isArray() || !node.get(i).isNumber()) {
                throw new PolicyException(place + " is no list of numbers");
            }
            numbers[i] = (float) node.get(i).asDouble();
        }
        return numbers;
    }

    private static Optional<Overflow> overflow(JsonNode root) {
        return Optional.ofNullable(root.path("overflow").textValue()).map(label -> Overflow.of(label)
                .orElseThrow(() -> new PolicyException("overflow is '%s', allowed is %s".formatted(label, Overflow.labels()))));
    }

    /** What {@link #read} reads, for a file that may carry more. */
    public static ObjectNode json(EmbeddingPolicy policy) {
        ObjectNode root = JSON.createObjectNode().put("isotherm_policy", VERSION);
        policy.space().ifPresent(space -> root.put("space", space));
        root.set("query", json(policy.query()));
        root.set("document", json(policy.document()));
        policy.overflow().ifPresent(overflow -> root.put("overflow", overflow.label()));
        return root;
    }

    private static ObjectNode json(Side side) {
        ObjectNode node = JSON.createObjectNode().put("attention_temperature", side.temperature().toString());
        side.centring().ifPresent(centring -> {
            ObjectNode written = node.putObject("centring");
            write(written.putArray("mean"), centring.mean());
            ArrayNode directions = written.putArray("directions");
            for (float[] direction : centring.directions()) {
                write(directions.addArray(), direction);
            }
        });
        return node;
    }

    private static void write(ArrayNode array, float[] numbers) {
        for (float number : numbers) {
            array.add(number);
        }
    }
}
