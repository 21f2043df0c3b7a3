package dev.isotherm.engine.model;

import java.util.Arrays;
import java.util.List;

/**
 * A tensor that a model keeps: what it is called, which stored tensors it is made of, and their shape.
 *
 * @param name the name by which the model asks for it
 * @param parts names of the stored tensors, which are stacked along their first dimension
 * @param partShape the shape of each of them
 */
record Parameter(String name, List<String> parts, long[] partShape) {

    /** One stored tensor as it is. */
    static Parameter of(String name, long... shape) {
        return new Parameter(name, List.of(name), shape);
    }

    /** A linear layer's {@code weight} [out, in] and {@code bias} [out]. */
    static List<Parameter> linear(String name, long out, long in) {
        return List.of(of(name + ".weight", out, in), of(name + ".bias", out));
    }

    /** A layer normalization's {@code weight} and {@code bias}, both [size]. */
    static List<Parameter> norm(String name, long size) {
        return List.of(of(name + ".weight", size), of(name + ".bias", size));
    }

    long[] shape() {
        long[] shape = partShape.clone();
        shape[0] *= parts.size();
        return shape;
    }

    long elements() {
        return parts.size() * elementsOfPart();
    }

    /** Products of dimensions that a configuration may claim fit a long; see {@code BertConfig}. */
    long elementsOfPart() {
        return Arrays.stream(partShape).reduce(1, Math::multiplyExact);
    }

    /** The number of elements before a part. */
    long offset(int part) {
        return part * elementsOfPart();
    }
}
