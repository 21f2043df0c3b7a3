package dev.isotherm.engine.model;

import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.BackendException;
import dev.isotherm.engine.torch.Ops.LayerNorm;
import dev.isotherm.engine.torch.Ops.Linear;
import dev.isotherm.engine.torch.Tensors;
import dev.isotherm.engine.weights.WeightsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** A model's parameters on a device, until they are closed. */
final class ModelWeights implements AutoCloseable {

    private final Map<String, Tensor> tensors = new HashMap<>();
    private final List<Linear> linears = new ArrayList<>();
    private final String hash;
    private final Backend backend;

    /**
     * To be called within the backend's scope; frees what it made when it fails.
     *
     * @throws WeightsException when a weight cannot be read
     * @throws BackendException when the device cannot take them
     */
    ModelWeights(List<Parameter> parameters, StoredParameters stored, Backend backend) {
        this.backend = backend;
        try {
            parameters.forEach(p -> tensors.put(p.name(), Tensors.kept(() -> Tensors.empty(p.shape(), backend))));
            this.hash = stored.read(this::fill);
        } catch (WeightsException e) {
            close();
            throw e;
        } catch (RuntimeException e) {
            close();
            throw new BackendException("the weights cannot be brought to %s in %s; does its memory suffice?"
                    .formatted(backend.device(), backend.dtype().label()), e);
        }
    }

    /** The parameter of that name. */
    Tensor tensor(String name) {
        return tensors.get(name);
    }

    /** The linear layer made of {@code name.weight} and {@code name.bias}, which are not to be had by themselves any more. */
    Linear linear(String name) {
        Linear linear = backend.ops().linear(tensors.remove(name + ".weight"), tensors.remove(name + ".bias"));
        linears.add(linear);
        return linear;
    }

    /** The layer normalization whose parameters are {@code name.weight} and {@code name.bias}. */
    LayerNorm norm(String name, double epsilon) {
        return new LayerNorm(tensor(name + ".weight"), tensor(name + ".bias"), epsilon);
    }

    /** SHA-256 over the canonical weights, hexadecimal. */
    String hash() {
        return hash;
    }

    @Override
    public void close() {
        tensors.values().forEach(Tensor::close);
        tensors.clear();
        linears.forEach(Linear::close);
        linears.clear();
    }

    private void fill(Parameter parameter, Tensor piece, long offset) {
        tensor(parameter.name()).view(-1).narrow(0, offset, piece.size(0)).copy_(piece);
    }
}
