package dev.isotherm.engine.weights;

import com.google.protobuf.CodedInputStream;
import dev.isotherm.engine.weights.OnnxGraph.Initializer;
import dev.isotherm.engine.weights.OnnxGraph.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The weights of an exported ONNX model under their names in the state dictionary.
 *
 * <p>An exporter folds the transposition of a linear layer's weight into the initializer and forgets its name. The graph
 * still tells: the product {@code x·W} is followed by the addition of {@code <layer>.bias}, so W is {@code <layer>.weight},
 * stored [in, out] where the state dictionary has [out, in].
 */
public final class OnnxWeights implements Weights {

    private static final int FLOAT = 1;
    private static final String BIAS = ".bias";
    private static final String WEIGHT = ".weight";

    private final Map<String, Initializer> byName = new HashMap<>();
    private final Set<String> transposed = new HashSet<>();

    private OnnxWeights(OnnxGraph graph) {
        byName.putAll(graph.initializers());
        Map<String, String> biasOf = biasByAddedInput(graph);
        for (Node node : graph.nodes()) {
            if (node.operator().equals("MatMul") && node.inputs().size() == 2) {
                name(node.inputs().get(1), biasOf.get(node.output()));
            }
        }
    }

    /**
     * Reads a whole model from the stream, which is left open.
     *
     * @throws WeightsException when it is no ONNX model or ends early
     */
    public static OnnxWeights read(InputStream in) {
        try {
            return new OnnxWeights(OnnxGraph.read(CodedInputStream.newInstance(in, 1 << 16)));
        } catch (IOException e) {
            throw new WeightsException("ONNX model: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a file, all of it: the graph stands before the weights.
     *
     * @throws WeightsException when it is no ONNX model, cannot be read, or keeps its weights in another file
     */
    public static OnnxWeights open(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        } catch (WeightsException e) {
            throw new WeightsException("%s: %s".formatted(file, e.getMessage()), e);
        } catch (IOException e) {
            throw new WeightsException("%s: cannot be read: %s".formatted(file, e), e);
        }
    }

    @Override
    public Set<String> names() {
        return byName.keySet();
    }

    @Override
    public StoredTensor tensor(String name) {
        Initializer initializer = byName.get(name);
        if (initializer == null) {
            throw new WeightsException("ONNX model: has no tensor " + name);
        }
        if (initializer.dataType() != FLOAT) {
            throw new WeightsException("ONNX model: tensor %s has data type %d, supported is %d (FLOAT)"
                    .formatted(name, initializer.dataType(), FLOAT));
        }
        ByteBuffer raw = littleEndian(initializer.raw());
        StoredTensor stored = new StoredTensor(name, StoredType.FLOAT32, initializer.shape(), TensorData.of(raw));
        return transposed.contains(name) ? transpose(stored, raw) : stored;
    }

    @Override
    public void close() {
        byName.clear();
    }

    private static Map<String, String> biasByAddedInput(OnnxGraph graph) {
        Map<String, String> biases = new HashMap<>();
        for (Node node : graph.nodes()) {
            if (node.operator().equals("Add") && node.inputs().size() == 2) {
                String left = node.inputs().get(0);
                String right = node.inputs().get(1);
                if (left.endsWith(BIAS)) {
                    biases.put(right, left);
                } else if (right.endsWith(BIAS)) {
                    biases.put(left, right);
                }
            }
        }
        return biases;
    }

    private void name(String weight, String bias) {
        if (bias != null && byName.containsKey(weight)) {
            String name = bias.substring(0, bias.length() - BIAS.length()) + WEIGHT;
            byName.put(name, byName.remove(weight));
            transposed.add(name);
        }
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** [in, out] to [out, in], element by element as it is read. */
    private static StoredTensor transpose(StoredTensor tensor, ByteBuffer raw) {
        if (tensor.shape().length != 2) {
            throw new WeightsException("ONNX model: %s is no matrix".formatted(tensor.name()));
        }
        long in = tensor.shape()[0];
        long out = tensor.shape()[1];
        return new StoredTensor(tensor.name(), tensor.type(), new long[] {out, in}, new Transposed(raw, in, out));
    }

    private record Transposed(ByteBuffer raw, long in, long out) implements TensorData {

        @Override
        public long size() {
            return raw.remaining();
        }

        @Override
        public void read(long position, ByteBuffer target) {
            target.order(ByteOrder.LITTLE_ENDIAN);
            for (int i = (int) position / Integer.BYTES; target.hasRemaining(); i++) {
                target.putInt(raw.getInt((int) (i % in * out + i / in) * Integer.BYTES));
            }
        }
    }
}
