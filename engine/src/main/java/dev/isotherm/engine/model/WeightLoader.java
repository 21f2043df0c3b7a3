package dev.isotherm.engine.model;

import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.Tensors;
import dev.isotherm.engine.weights.StoredTensor;
import dev.isotherm.engine.weights.Weights;
import dev.isotherm.engine.weights.WeightsException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Brings named weights to a device, checks their shapes, and keeps account of what was loaded. */
final class WeightLoader implements AutoCloseable {

    private final Weights weights;
    private final String prefix;
    private final Backend backend;
    private final MessageDigest digest = sha256();
    private final List<Tensor> kept = new ArrayList<>();

    /**
     * @param prefix what stands before every name in the file, such as {@code bert.}
     */
    WeightLoader(Weights weights, String prefix, Backend backend) {
        this.weights = weights;
        this.prefix = prefix;
        this.backend = backend;
    }

    /** A tensor in the backend's dtype that lives until this loader's {@link #close}. */
    Tensor load(String name, long... shape) {
        return keep(() -> Tensors.placed(canonical(name, shape), backend));
    }

    /** Several matrices or vectors stacked along their first dimension. */
    Tensor loadStacked(List<String> names, long... shape) {
        return keep(() -> {
            TensorVector parts = new TensorVector();
            names.forEach(name -> parts.push_back(canonical(name, shape)));
            return Tensors.placed(torch.cat(parts, 0), backend);
        });
    }

    /** SHA-256 over the canonical weights loaded so far, hexadecimal. */
    String hash() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Frees all that was loaded. */
    @Override
    public void close() {
        kept.forEach(Tensor::close);
        kept.clear();
    }

    private Tensor keep(Supplier<Tensor> body) {
        Tensor tensor = Tensors.kept(body);
        kept.add(tensor);
        return tensor;
    }

    private Tensor canonical(String name, long... shape) {
        StoredTensor stored = weights.tensor(storedName(name));
        if (!Arrays.equals(stored.shape(), shape)) {
            throw new WeightsException("tensor %s has shape %s, config.json asks for %s"
                    .formatted(stored.name(), Arrays.toString(stored.shape()), Arrays.toString(shape)));
        }
        Tensor tensor = Tensors.float32(stored);
        digest.update((name + Arrays.toString(shape)).getBytes(StandardCharsets.UTF_8));
        digest.update(Tensors.bytes(tensor));
        return tensor;
    }

    /** Older checkpoints call the parameters of a LayerNorm gamma and beta. */
    private String storedName(String name) {
        String full = prefix + name;
        if (!weights.names().contains(full) && full.contains("LayerNorm.")) {
            return full.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta");
        }
        return full;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
