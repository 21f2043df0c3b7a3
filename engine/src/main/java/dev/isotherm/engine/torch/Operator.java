package dev.isotherm.engine.torch;

import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;

/** An operator of LibTorch that has no generated method, reached through the dispatcher. It lives as long as the process. */
record Operator(OperatorHandle handle) {

    /**
     * @param name such as {@code aten::mm}
     * @param overload empty for the plain one
     */
    static Operator find(String name, String overload) {
        // It outlives the scope that it is looked up in.
        return new Operator(Dispatcher.singleton().findSchemaOrThrow(name, overload).retainReference());
    }

    /** Name, arguments and results with their types. */
    String schema() {
        return handle.dumpState().getString().lines()
                .filter(line -> line.startsWith("schema: "))
                .map(line -> line.substring("schema: ".length()))
                .findFirst()
                .orElseThrow();
    }

    /** The first result of a call with all arguments, in the order of the schema. */
    Tensor call(IValue... arguments) {
        IValueVector stack = new IValueVector(arguments);
        handle.callBoxed(stack);
        // The tensor within the stack ends with it; this is a second handle on the same values.
        return new Tensor(stack.get(0).toTensor());
    }
}
