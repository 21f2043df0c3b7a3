package dev.isotherm.engine.model;

import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.Ops.LayerNorm;
import dev.isotherm.engine.torch.Ops.Linear;
import dev.isotherm.engine.torch.Ops.SelfAttention;
import dev.isotherm.engine.torch.Tensors;
import dev.isotherm.engine.weights.WeightsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** A model's parameters on a device, until they are closed. */
final class ModelWeights implements AutoCloseable {

    private final Map<String, Tensor> tensors = new HashMap<>();
    private final List<Tensor> views = new ArrayList<>();
    private final List<Linear> linears = new ArrayList<>();
    private final List<SelfAttention> attentions = new ArrayList<>();
    private final String hash;
    private final Backend backend;
    private final long bytes;

    /**
     * To be called within the backend's scope; frees what it made when it fails.
     *
     * @throws WeightsException when a weight cannot be read
     * @throws dev.isotherm.engine.torch.BackendException when the device cannot take them
     */
    ModelWeights(StoredParameters stored, Backend backend) {
        List<Parameter> parameters = stored.parameters();
        this.backend = backend;
        this.bytes = parameters.stream().mapToLong(Parameter::elements).sum() * backend.dtype().bytes();
        try {
            parameters.forEach(p -> tensors.put(p.name(), Tensors.kept(() -> Tensors.empty(p.shape(), backend))));
            this.hash = stored.read(this::fill);
        } catch (WeightsException e) {
            close();
            throw e;
        } catch (RuntimeException e) {
            close();
            throw backend.refusal(bytes, e);
        }
    }

    /** The parameter of that name. */
    Tensor tensor(String name) {
        return tensors.get(name);
    }

    /** A view into parameters, freed with them. */
    Tensor view(Supplier<Tensor> view) {
        Tensor kept = Tensors.kept(view);
        views.add(kept);
        return kept;
    }

    /** Numbers that are no parameters, in float32 on the device, freed with them. */
    Tensor constant(float[] numbers) {
        return view(() -> Tensors.of(numbers, backend));
    }

    /**
     * The linear layer made of {@code name.weight} and {@code name.bias}, which are not to be had by themselves any more. Without a bias it
     * gets one of zeros: what adds it costs nothing beside the product.
     */
    Linear linear(String name) {
        Tensor weight = tensors.remove(name + ".weight");
        Tensor bias = tensors.containsKey(name + ".bias")
                ? tensors.remove(name + ".bias")
                : Tensors.kept(() -> biasOrZeros(name, weight.size(0)));
        Linear linear = made(() -> backend.ops().linear(weight, bias));
        linears.add(linear);
        return linear;
    }

    /** The linear layer of a table that is needed elsewhere too, which is copied, and a bias. */
    Linear tied(String table, String bias) {
        Linear linear = made(() -> backend.ops().linear(Tensors.kept(() -> tensor(table).clone()), tensors.remove(bias)));
        linears.add(linear);
        return linear;
    }

    /** {@code name.bias}, or [size] zeros where the model has none. */
    Tensor biasOrZeros(String name, long size) {
        Tensor bias = tensors.get(name + ".bias");
        return bias == null ? Tensors.empty(new long[] {size}, backend).zero_() : bias;
    }

    /** The normalization whose γ is the parameter of that name. */
    Norm rootMeanSquare(String name, double epsilon) {
        return new Norm.RootMeanSquare(tensor(name), epsilon);
    }

    /** The self-attention made of {@code name.weight} [3H, H] and {@code name.bias}, which are not to be had by themselves any more. */
    SelfAttention selfAttention(String name, int heads) {
        SelfAttention attention = made(
                () -> backend.ops().selfAttention(tensors.remove(name + ".weight"), tensors.remove(name + ".bias"), heads));
        attentions.add(attention);
        return attention;
    }

    /** The layer normalization whose parameters are {@code name.weight} and, where there is one, {@code name.bias}. */
    LayerNorm norm(String name, double epsilon) {
        Tensor gamma = tensor(name + ".weight");
        Tensor beta = tensors.get(name + ".bias");
        return new LayerNorm(gamma, beta == null ? view(() -> biasOrZeros(name, gamma.size(0))) : beta, epsilon);
    }

    /** SHA-256 over the canonical weights, hexadecimal. */
    String hash() {
        return hash;
    }

    @Override
    public void close() {
        views.forEach(Tensor::close);
        views.clear();
        tensors.values().forEach(Tensor::close);
        tensors.clear();
        linears.forEach(Linear::close);
        linears.clear();
        attentions.forEach(SelfAttention::close);
        attentions.clear();
    }

    /** Operations may bring parameters into a form of their own, which takes memory too. */
    private <T> T made(Supplier<T> part) {
        try {
            return part.get();
        } catch (RuntimeException e) {
            throw backend.refusal(bytes, e);
        }
    }

    private void fill(Parameter parameter, Tensor piece, long offset) {
        tensor(parameter.name()).view(-1).narrow(0, offset, piece.size(0)).copy_(piece);
    }
}
