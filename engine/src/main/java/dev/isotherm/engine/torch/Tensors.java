package dev.isotherm.engine.torch;

import dev.isotherm.engine.weights.StoredTensor;
import dev.isotherm.engine.weights.StoredType;
import java.nio.ByteBuffer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The border between Java arrays and tensors. */
public final class Tensors {

    /** Elements of a piece: few enough to be no burden, many enough for the cost of a call not to matter. */
    private static final long PIECE = 1 << 20;

    private Tensors() {}

    /** [values.length] in int32 where another tensor is. */
    public static Tensor of(int[] values, Tensor beside) {
        return of(values, beside.device());
    }

    static Tensor of(int[] values, Device device) {
        return copied(new IntPointer(values), ScalarType.Int, device, values.length);
    }

    /** [values.length, 1] in float32 on the device. */
    static Tensor column(float[] values, Device device) {
        return copied(new FloatPointer(values), ScalarType.Float, device, values.length, 1);
    }

    /** [values.length] in float32 on the backend's device. */
    public static Tensor of(float[] values, Backend backend) {
        return copied(new FloatPointer(values), ScalarType.Float, backend.torchDevice(), values.length);
    }

    /** [rows, columns] in float32 on the device. */
    static Tensor matrix(float[][] rows, Device device) {
        float[] all = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * rows[0].length, rows[0].length);
        }
        return copied(new FloatPointer(all), ScalarType.Float, device, rows.length, rows[0].length);
    }

    /** Unlike Tensor.create, this keeps off JavaCPP's indexers, whose use of Unsafe newer JDKs warn about. */
    private static Tensor copied(Pointer values, ScalarType type, Device device, long... shape) {
        return torch.from_blob(values, shape, new TensorOptions(type)).to(device, type, false, true, new MemoryFormatOptional());
    }

    /** An uninitialised tensor in the dtype of the backend's activations on its device. */
    public static Tensor empty(long[] shape, Backend backend) {
        TensorOptions options = new TensorOptions(backend.activations().scalarType());
        return torch.empty(shape, options.device(new DeviceOptional(backend.torchDevice())), new MemoryFormatOptional());
    }

    /**
     * Reads a stored tensor in pieces, as float32 on the CPU: at no time is more than one piece in memory.
     *
     * @param pieces is given each piece [n] with the number of elements before it; it may not keep the piece
     */
    public static void read(StoredTensor stored, ObjLongConsumer<Tensor> pieces) {
        int width = stored.type().bytes();
        long elements = stored.data().size() / width;
        for (long from = 0; from < elements; from += PIECE) {
            try (PointerScope scope = new PointerScope()) {
                Tensor piece = torch.empty(
                        new long[] {Math.min(PIECE, elements - from)},
                        new TensorOptions(scalarType(stored.type())),
                        new MemoryFormatOptional());
                stored.data().read(from * width, bytes(piece));
                pieces.accept(piece.to(ScalarType.Float), from);
            }
        }
    }

    private static ScalarType scalarType(StoredType type) {
        return switch (type) {
            case FLOAT32 -> ScalarType.Float;
            case FLOAT16 -> ScalarType.Half;
            case BFLOAT16 -> ScalarType.BFloat16;
        };
    }

    /** The bytes of a contiguous CPU tensor, in place; valid as long as the tensor. */
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
