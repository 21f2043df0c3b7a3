package dev.isotherm.engine.torch;

import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Function;
import org.bytedeco.pytorch.FunctionVector;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * LibTorch's operators on oneDNN that have no generated method, reached through the dispatcher. They live as long as the process.
 */
final class OneDnnOperators {

    private final Operator reorder = Operator.find("mkldnn::_reorder_linear_weight", "");
    private final Operator linear = Operator.find("mkldnn::_linear_pointwise", "");
    private final Operator linearBinary = Operator.find("mkldnn::_linear_pointwise", "binary");
    private final IValue noScalars = emptyListOfScalars();
    private final IValue none = new IValue();
    private final IValue nothing = new IValue("none");
    private final IValue gelu = new IValue("gelu");
    private final IValue add = new IValue("add");

    private OneDnnOperators() {}

    /** Found once: making the empty list takes TorchScript's compiler. */
    private static final class Found {
        private static final OneDnnOperators OPERATORS = new OneDnnOperators();
    }

    /** The operators of a LibTorch that has oneDNN. */
    static OneDnnOperators find() {
        return Found.OPERATORS;
    }

    /** A weight [out, in] in the layout that oneDNN multiplies fastest by. */
    Tensor packed(Tensor weight) {
        return reorder.call(new IValue(weight), none);
    }

    /** {@code x·Wᵀ + b}. */
    Tensor linear(Tensor x, IValue packedWeight, IValue bias) {
        return linear.call(new IValue(x), packedWeight, bias, nothing, noScalars, none);
    }

    /** {@code gelu(x·Wᵀ + b)}; the algorithm "none" is the one with the error function. */
    Tensor linearGelu(Tensor x, IValue packedWeight, IValue bias) {
        return linear.call(new IValue(x), packedWeight, bias, gelu, noScalars, nothing);
    }

    /** {@code x·Wᵀ + b + other}. */
    Tensor linearAdd(Tensor x, Tensor other, IValue packedWeight, IValue bias) {
        return linearBinary.call(new IValue(x), new IValue(other), packedWeight, bias, add);
    }

    /** An empty List[Optional[number]], which nothing but TorchScript can make. */
    private static IValue emptyListOfScalars() {
        CompilationUnit unit = torch.compile("def scalars():\n    empty : List[Optional[number]] = []\n    return empty\n");
        FunctionVector functions = unit.get_functions();
        Function scalars = functions.get(0);
        return scalars.apply(new IValueVector());
    }
}
