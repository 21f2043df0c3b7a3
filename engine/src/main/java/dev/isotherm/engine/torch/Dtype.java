package dev.isotherm.engine.torch;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The number format of weights and activations in a forward pass. */
public enum Dtype {
    FLOAT32,
    BFLOAT16,
    FLOAT16;

    /** The name in flags and answers, such as {@code bfloat16}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Bytes of an element. */
    public int bytes() {
        return this == FLOAT32 ? 4 : 2;
    }

    public static Optional<Dtype> of(String label) {
        return Arrays.stream(values()).filter(d -> d.label().equals(label)).findFirst();
    }

    public static String labels() {
        return Arrays.stream(values()).map(Dtype::label).collect(Collectors.joining(", "));
    }

    ScalarType scalarType() {
        return switch (this) {
            case FLOAT32 -> ScalarType.Float;
            case BFLOAT16 -> ScalarType.BFloat16;
            case FLOAT16 -> ScalarType.Half;
        };
    }
}
