package dev.isotherm.engine.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What stands behind pooling, as {@code modules.json} names it and its own {@code config.json} describes it. */
public sealed interface VectorModule {

    int MAX_SIZE = 1 << 20;

    /** Its folder, such as {@code 2_Dense}. */
    String path();

    /** Numbers of the vectors that it takes. */
    int in();

    /** Numbers of those that it yields. */
    int out();

    /** What it does that its weights do not tell. */
    String kind();

    /** {@code activation(x·Wᵀ + b)}. */
    record Dense(String path, int in, int out, boolean bias, Activation activation) implements VectorModule {

        @Override
        public String kind() {
            return "dense " + activation;
        }
    }

    /** With mean and variance, γ and β, as ANCE has it. */
    record LayerNorm(String path, int size) implements VectorModule {

        @Override
        public int in() {
            return size;
        }

        @Override
        public int out() {
            return size;
        }

        @Override
        public String kind() {
            return "norm";
        }
    }

    /** By the name of PyTorch's class. */
    enum Activation {
        IDENTITY("Identity"), TANH("Tanh"), RELU("ReLU"), GELU("GELU"), SIGMOID("Sigmoid");

        private final String torchClass;

        Activation(String torchClass) {
            this.torchClass = torchClass;
        }
    }

    /**
     * @throws ModelException when something is missing, out of range or not supported
     */
    static Dense dense(String path, JsonNode config) {
        return new Dense(path, size(path, config, "in_features"), size(path, config, "out_features"), config.path("bias").asBoolean(true),
                activation(path, config.path("activation_function").asText("torch.nn.modules.activation.Tanh")));
    }

    /**
     * @throws ModelException when its size is missing or out of range
     */
    static LayerNorm layerNorm(String path, JsonNode config) {
        return new LayerNorm(path, size(path, config, "dimension"));
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
