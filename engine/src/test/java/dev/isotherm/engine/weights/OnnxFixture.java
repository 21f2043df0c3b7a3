package dev.isotherm.engine.weights;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes ONNX models; field numbers are those of onnx.proto. */
final class OnnxFixture {

    private static final int FLOAT = 1;

    private OnnxFixture() {}

    /** A model whose graph has these nodes and initializers and is its last field. */
    static byte[] model(Fields... graph) {
        return bytes(model -> {
            model.writeInt64(1, 8);
            model.writeString(2, "fixture");
            message(7, fields -> {
                fields.writeString(2, "graph");
                for (Fields field : graph) {
                    field.write(fields);
                }
            }).write(model);
        });
    }

    static Fields node(String operator, String output, String... inputs) {
        return message(1, node -> {
            for (String input : inputs) {
                node.writeString(1, input);
            }
            node.writeString(2, output);
            node.writeString(3, "node of " + output);
            node.writeString(4, operator);
        });
    }

    static Fields floats(String name, long[] shape, float... values) {
        return tensor(name, FLOAT, unpacked(shape), SafetensorsFixture.floats(values));
    }

    static Fields tensor(String name, int dataType, Fields dimensions, byte... raw) {
        return message(5, tensor -> {
            dimensions.write(tensor);
            tensor.writeInt32(2, dataType);
            tensor.writeString(8, name);
            tensor.writeByteArray(9, raw);
        });
    }

    static Fields unpacked(long... shape) {
        return tensor -> {
            for (long dimension : shape) {
                tensor.writeInt64(1, dimension);
            }
        };
    }

    static Fields packed(long... shape) {
        return message(1, dimensions -> {
            for (long dimension : shape) {
                dimensions.writeInt64NoTag(dimension);
            }
        });
    }

    private static Fields message(int field, Fields content) {
        return out -> out.writeByteArray(field, bytes(content));
    }

    private static byte[] bytes(Fields content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            content.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Fields of a message. */
    interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }
}
