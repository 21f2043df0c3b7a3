package dev.isotherm.engine.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A layer over pooled vectors, as {@code modules.json} names it and its own {@code config.json} describes it.
 *
 * @param path its folder, such as {@code 2_Dense}
 */
public record DenseModule(String path, int in, int out, boolean bias, Activation activation) {

    private static final int MAX_SIZE = 1 << 20;

    /** By the name of PyTorch's class. */
    public enum Activation {
        IDENTITY("Identity"), TANH("Tanh"), RELU("ReLU"), GELU("GELU"), SIGMOID("Sigmoid");

        private final String torchClass;

        Activation(String torchClass) {
            this.torchClass = torchClass;
        }
    }

    /**
     * @throws ModelException when something is missing, out of range or not supported
     */
    static DenseModule read(String path, JsonNode config) {
        return new DenseModule(path, size(path, config, "in_features"), size(path, config, "out_features"), config.path("bias").asBoolean(true),
                activation(path, config.path("activation_function").asText("torch.nn.modules.activation.Tanh")));
    }

    /** The name of its weights among a model's. */
    public String layer() {
        return path + "/linear";
    }

    private static int size(String path, JsonNode config, String field) {
        JsonNode value = config.path(field);
        if (!value.isInt() || value.asInt() < 1 || value.asInt() > MAX_SIZE) {
            throw new ModelException("%s/config.json: %s is %s, allowed is 1 to %d"
                    .formatted(path, field, value.isMissingNode() ? "missing" : value, MAX_SIZE));
        }
        return value.asInt();
    }

    private static Activation activation(String path, String given) {
        String name = given.substring(given.lastIndexOf('.') + 1);
        return Arrays.stream(Activation.values()).filter(activation -> activation.torchClass.equals(name)).findFirst()
                .orElseThrow(() -> new ModelException("%s/config.json: activation_function is %s, supported are %s".formatted(path, given,
                        Arrays.stream(Activation.values()).map(activation -> activation.torchClass).collect(Collectors.joining(", ")))));
    }
}
