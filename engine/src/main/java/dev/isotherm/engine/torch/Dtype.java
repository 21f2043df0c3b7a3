package dev.isotherm.engine.torch;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The number format of a forward pass. */
public enum Dtype {
    FLOAT32,
    BFLOAT16,
    FLOAT16,

    /**
     * Linear layers multiply in int8, weights with a scale for each output and activations with one for each token; all else is in
     * bfloat16, or in float32 where the processor lacks that.
     */
    INT8;

    /** The name in flags and answers, such as {@code bfloat16}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Bytes that an element takes while a model is loaded; int8 is made of the wider numbers. */
    public int bytes() {
        return this == FLOAT32 ? 4 : 2;
    }

    /** Which numbers can be compared: vectors of one class lie in one space. */
    public String numericClass() {
        return this == INT8 ? "int8" : "float";
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
            case INT8 -> throw new IllegalStateException("activations are never in int8");
        };
    }
}
