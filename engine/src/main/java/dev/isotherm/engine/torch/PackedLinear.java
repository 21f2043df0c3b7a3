package dev.isotherm.engine.torch;

import dev.isotherm.engine.torch.Ops.Linear;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;

/** A linear layer with its weight in oneDNN's own layout. */
final class PackedLinear implements Linear {

    private final OneDnnOperators operators;
    private final IValue weight;
    private final IValue bias;

    /** Takes both over. */
    PackedLinear(OneDnnOperators operators, Tensor packedWeight, Tensor bias) {
        this.operators = operators;
        this.weight = kept(packedWeight);
        this.bias = kept(bias);
    }

    @Override
    public Tensor apply(Tensor x) {
        return operators.linear(x, weight, bias);
    }

    @Override
    public Tensor gelu(Tensor x) {
        return operators.linearGelu(x, weight, bias);
    }

    @Override
    public Tensor add(Tensor x, Tensor residual) {
        return operators.linearAdd(x, residual, weight, bias);
    }

    @Override
    public void close() {
        weight.close();
        bias.close();
    }

    /** Boxed once, as every call needs it. */
    private static IValue kept(Tensor tensor) {
        try (PointerScope scope = new PointerScope(); tensor) {
            return new IValue(tensor).retainReference();
        }
    }
}
