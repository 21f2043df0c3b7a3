package dev.isotherm.engine.weights;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is needed of an ONNX model: its initializers and the MatMul and Add nodes. Read field by field from the protobuf wire
 * format; field numbers are those of onnx.proto.
 */
record OnnxGraph(Map<String, Initializer> initializers, List<Node> nodes) {

    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int NODE_INPUT = 1;
    private static final int NODE_OUTPUT = 2;
    private static final int NODE_OP_TYPE = 4;
    private static final int TENSOR_DIMS = 1;
    private static final int TENSOR_DATA_TYPE = 2;
    private static final int TENSOR_NAME = 8;
    private static final int TENSOR_RAW_DATA = 9;

    /** A tensor stored in the graph; {@code dataType} is TensorProto.DataType, {@code raw} is little-endian. */
    record Initializer(String name, int dataType, long[] shape, byte[] raw) {}

    /** An operator with the names of its inputs and its first output. */
    record Node(String operator, List<String> inputs, String output) {}

    /**
     * @throws IOException when the stream is no ONNX model or ends early
     */
    static OnnxGraph read(CodedInputStream in) throws IOException {
        in.setSizeLimit(Integer.MAX_VALUE);
        OnnxGraph graph = new OnnxGraph(new LinkedHashMap<>(), new ArrayList<>());
        boolean[] found = {false};
        readFields(in, field -> {
            if (field != MODEL_GRAPH) {
                return false;
            }
            readMessage(in, inner -> graph.readGraphField(in, inner));
            found[0] = true;
            return true;
        });
        if (!found[0]) {
            throw new IOException("has no graph");
        }
        return graph;
    }

    private boolean readGraphField(CodedInputStream in, int field) throws IOException {
        if (field == GRAPH_NODE) {
            Node node = readNode(in);
            if (node.operator.equals("MatMul") || node.operator.equals("Add")) {
                nodes.add(node);
            }
            return true;
        }
        if (field == GRAPH_INITIALIZER) {
            Initializer initializer = readInitializer(in);
            initializers.put(initializer.name, initializer);
            return true;
        }
        return false;
    }

    private static Node readNode(CodedInputStream in) throws IOException {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        String[] operator = {""};
        readMessage(in, field -> {
            switch (field) {
                case NODE_INPUT -> inputs.add(readText(in));
                case NODE_OUTPUT -> outputs.add(readText(in));
                case NODE_OP_TYPE -> operator[0] = readText(in);
                default -> {
                    return false;
                }
            }
            return true;
        });
        return new Node(operator[0], inputs, outputs.isEmpty() ? "" : outputs.get(0));
    }

    private static Initializer readInitializer(CodedInputStream in) throws IOException {
        List<Long> shape = new ArrayList<>();
        String[] name = {""};
        int[] dataType = {0};
        byte[][] raw = {new byte[0]};
        readMessage(in, field -> {
            switch (field) {
                case TENSOR_DIMS -> readDimensions(in, shape);
                case TENSOR_DATA_TYPE -> dataType[0] = in.readInt32();
                case TENSOR_NAME -> name[0] = readText(in);
                case TENSOR_RAW_DATA -> raw[0] = in.readByteArray();
                default -> {
                    return false;
                }
            }
            return true;
        });
        return new Initializer(name[0], dataType[0], shape.stream().mapToLong(Long::longValue).toArray(), raw[0]);
    }

    private static void readDimensions(CodedInputStream in, List<Long> shape) throws IOException {
        if (WireFormat.getTagWireType(in.getLastTag()) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            shape.add(in.readInt64());
            return;
        }
        int limit = in.pushLimit(in.readRawVarint32());
        while (!in.isAtEnd()) {
            shape.add(in.readInt64());
        }
        endMessage(in, limit);
    }

    private static String readText(CodedInputStream in) throws IOException {
        return new String(in.readByteArray(), StandardCharsets.UTF_8);
    }

    private static void readMessage(CodedInputStream in, FieldReader reader) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        readFields(in, reader);
        endMessage(in, limit);
    }

    /** A stream that ends between two fields of a message looks like the end of the message. */
    private static void endMessage(CodedInputStream in, int limit) throws IOException {
        if (in.getBytesUntilLimit() > 0) {
            throw new EOFException("ends early");
        }
        in.popLimit(limit);
    }

    private static void readFields(CodedInputStream in, FieldReader reader) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (!reader.read(WireFormat.getTagFieldNumber(tag))) {
                in.skipField(tag);
            }
        }
    }

    /** Reads one field of a message, or returns false to have it skipped. */
    private interface FieldReader {
        boolean read(int field) throws IOException;
    }
}
