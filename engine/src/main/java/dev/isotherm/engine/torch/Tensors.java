package dev.isotherm.engine.torch;

import dev.isotherm.engine.weights.StoredTensor;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The border between Java arrays and tensors. */
public final class Tensors {

    private Tensors() {}

    /** [values.length] in int32 on the backend's device. */
    public static Tensor of(int[] values, Backend backend) {
        return copied(new IntPointer(values), ScalarType.Int, backend, values.length);
    }

    /** [values.length, 1] in float32 on the backend's device. */
    public static Tensor column(float[] values, Backend backend) {
        return copied(new FloatPointer(values), ScalarType.Float, backend, values.length, 1);
    }

    /** Unlike Tensor.create, this keeps off JavaCPP's indexers, whose use of Unsafe newer JDKs warn about. */
    private static Tensor copied(Pointer values, ScalarType type, Backend backend, long... shape) {
        return torch.from_blob(values, shape, new TensorOptions(type)).to(backend.torchDevice(), type, false, true, new MemoryFormatOptional());
    }

    /** A copy of stored weights in float32 on the CPU. */
    public static Tensor float32(StoredTensor stored) {
        ByteBuffer data = stored.data();
        Pointer source = data.isDirect() ? new Pointer(data) : new BytePointer(data);
        ScalarType type = switch (stored.type()) {
            case FLOAT32 -> ScalarType.Float;
            case FLOAT16 -> ScalarType.Half;
            case BFLOAT16 -> ScalarType.BFloat16;
        };
        try {
            Tensor borrowed = torch.from_blob(source, stored.shape(), new TensorOptions(type));
            return type == ScalarType.Float ? borrowed.clone() : borrowed.to(ScalarType.Float);
        } finally {
            // A mapped file is unmapped when its buffer is collected, which must not happen during the copy.
            Reference.reachabilityFence(data);
        }
    }

    /** The tensor in the backend's dtype on its device. */
    public static Tensor placed(Tensor tensor, Backend backend) {
        return tensor.to(backend.torchDevice(), backend.dtype().scalarType());
    }

    /** The bytes of a contiguous CPU tensor, in place. */
    public static ByteBuffer bytes(Tensor tensor) {
        return new BytePointer(tensor.data_ptr()).capacity(tensor.nbytes()).asByteBuffer();
    }

    /** [B, D] of any dtype on any device, as B vectors. */
    public static float[][] rows(Tensor matrix) {
        Tensor contiguous = matrix.cpu().to(ScalarType.Float).contiguous();
        float[][] rows = new float[(int) matrix.size(0)][(int) matrix.size(1)];
        FloatPointer data = contiguous.data_ptr_float();
        for (float[] row : rows) {
            data.get(row);
            data.position(data.position() + row.length);
        }
        return rows;
    }

    /** The tensor that {@code body} makes, with all else it made freed; the caller closes it. */
    public static Tensor kept(Supplier<Tensor> body) {
        try (PointerScope scope = new PointerScope()) {
            return body.get().retainReference();
        }
    }
}
