package dev.isotherm.engine.model;

import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.engine.torch.Ops.Linear;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What stands between two linear layers, by the names that {@code config.json} has for it. */
enum Activation {
    /** {@code x·Φ(x)} with the exact error function. */
    GELU("gelu"),
    /** Its approximation by tanh. */
    GELU_TANH("gelu_new", "gelu_pytorch_tanh", "gelu_fast"),
    RELU("relu"),
    /** {@code x·σ(x)}. */
    SILU("silu", "swish");

    private final List<String> names;

    Activation(String... names) {
        this.names = List.of(names);
    }

    /**
     * @param field of {@code config.json}, for the refusal
     * @throws ModelException when it is another
     */
    static Activation of(String field, String name) {
        return Arrays.stream(values()).filter(activation -> activation.names.contains(name)).findFirst()
                .orElseThrow(() -> new ModelException("config.json: %s is '%s', supported are %s".formatted(field, name,
                        Arrays.stream(values()).flatMap(activation -> activation.names.stream()).collect(Collectors.joining(", ")))));
    }

    Tensor apply(Tensor x) {
        return switch (this) {
            case GELU -> torch.gelu(x);
            case GELU_TANH -> torch.gelu(x, "tanh");
            case RELU -> torch.relu(x);
            case SILU -> torch.silu(x);
        };
    }

    /** Behind a linear layer, in one where there is a kernel for both. */
    Tensor apply(Linear linear, Tensor x) {
        return this == GELU ? linear.gelu(x) : apply(linear.apply(x));
    }
}
