package dev.isotherm.engine.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

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

    /** The same, of a layer that may have no bias. */
    static Stream<Parameter> linear(String name, long out, long in, boolean bias) {
        return bias ? linear(name, out, in).stream() : Stream.of(of(name + ".weight", out, in));
    }

    /** Linear layers of one shape as one: their weights [parts·out, in] and biases [parts·out]. */
    static List<Parameter> stacked(String name, List<String> layers, long out, long in) {
        List<String> biases = layers.stream().map(layer -> layer + ".bias").toList();
        return List.of(stackedWeight(name, layers, out, in), new Parameter(name + ".bias", biases, new long[] {out}));
    }

    /** The same of layers without biases. */
    static Parameter stackedWeight(String name, List<String> layers, long out, long in) {
        return new Parameter(name + ".weight", layers.stream().map(layer -> layer + ".weight").toList(), new long[] {out, in});
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

    /** Products of dimensions that a configuration may claim fit a long; see {@code ConfigJson}. */
    long elementsOfPart() {
        return Arrays.stream(partShape).reduce(1, Math::multiplyExact);
    }

    /** The number of elements before a part. */
    long offset(int part) {
        return part * elementsOfPart();
    }
}
