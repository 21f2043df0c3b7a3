package dev.isotherm.engine.model;

import dev.isotherm.engine.torch.Tensors;
import dev.isotherm.engine.weights.StoredTensor;
import dev.isotherm.engine.weights.Weights;
import dev.isotherm.engine.weights.WeightsException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** A model's parameters in its weight files: checked at once, read in pieces, hashed as they are read. */
final class StoredParameters {

    private final List<Parameter> parameters;
    private final Weights weights;
    private final String prefix;
    private final MessageDigest digest = sha256();

    /**
     * @param prefix what may stand before every name in the files, such as {@code bert.}
     * @throws WeightsException when one is missing or has another shape than the configuration asks for
     */
    StoredParameters(List<Parameter> parameters, Weights weights, String prefix) {
        this.parameters = parameters;
        this.weights = weights;
        String first = parameters.get(0).parts().get(0);
        this.prefix = weights.names().contains(prefix + first) ? prefix : "";
        parameters.forEach(p -> p.parts().forEach(part -> requireShape(part, p.partShape())));
    }

    List<Parameter> parameters() {
        return parameters;
    }

    /** What is given every piece of every parameter, float32 on the CPU, in order. */
    interface PieceConsumer {

        /**
         * @param offset elements of the parameter that come before this piece
         */
        void accept(Parameter parameter, Tensor piece, long offset);
    }

    /**
     * Reads everything once.
     *
     * @return SHA-256 over the canonical weights: names, shapes and float32 values in the family's order; hexadecimal
     */
    String read(PieceConsumer consumer) {
        for (Parameter parameter : parameters) {
            for (int part = 0; part < parameter.parts().size(); part++) {
                readPart(parameter, part, consumer);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void readPart(Parameter parameter, int part, PieceConsumer consumer) {
        String name = parameter.parts().get(part);
        digest.update((name + Arrays.toString(parameter.partShape())).getBytes(StandardCharsets.UTF_8));
        Tensors.read(stored(name), (piece, from) -> {
            digest.update(Tensors.bytes(piece));
            consumer.accept(parameter, piece, parameter.offset(part) + from);
        });
    }

    private void requireShape(String name, long[] shape) {
        StoredTensor stored = stored(name);
        if (!Arrays.equals(stored.shape(), shape)) {
            throw new WeightsException("tensor %s has shape %s, config.json asks for %s"
                    .formatted(stored.name(), Arrays.toString(stored.shape()), Arrays.toString(shape)));
        }
    }

    /** Under the first of its names that is there. */
    private StoredTensor stored(String name) {
        return weights.tensor(names(name).filter(weights.names()::contains).findFirst().orElse(prefix + name));
    }

    /** What belongs to a head stands beside the model, without its prefix; older checkpoints call the parameters of a LayerNorm gamma and beta. */
    private Stream<String> names(String name) {
        String full = prefix + name;
        return Stream.of(
                full, name, full.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"),
                // T5's words, when only its encoder was saved by an older library.
                full.replace("shared.weight", "encoder.embed_tokens.weight"));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
