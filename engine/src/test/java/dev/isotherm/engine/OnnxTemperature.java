package dev.isotherm.engine;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Applies an attention temperature to an ONNX file without touching its graph: softmax(QKᵀ/τ) is what the model computes when
 * the weight and bias of every query projection are divided by τ. The weight is found by its node's name, not by the way the
 * engine finds it.
 */
final class OnnxTemperature {

    private final byte[] onnx;
    private final CodedInputStream in;
    private final Set<String> queryWeights = new HashSet<>();
    private final Map<String, int[]> rawData = new HashMap<>();
    private String name = "";
    private String secondInput = "";
    private int[] raw = {0, 0};

    private OnnxTemperature(byte[] onnx) {
        this.onnx = onnx;
        this.in = CodedInputStream.newInstance(onnx);
    }

    /** A copy of the model with every query projection divided by {@code tau}. */
    static byte[] divided(byte[] onnx, double tau) throws IOException {
        OnnxTemperature edit = new OnnxTemperature(onnx.clone());
        edit.scan(0);
        int divided = 0;
        for (Map.Entry<String, int[]> tensor : edit.rawData.entrySet()) {
            if (edit.queryWeights.contains(tensor.getKey()) || tensor.getKey().endsWith("query.bias")) {
                edit.divide(tensor.getValue(), tau);
                divided++;
            }
        }
        if (edit.queryWeights.isEmpty() || divided != 2 * edit.queryWeights.size()) {
            throw new IOException(divided + " tensors for " + edit.queryWeights.size() + " query projections");
        }
        return edit.onnx;
    }

    /** Depth 0 is the model, 1 its graph, 2 a node or an initializer. */
    private void scan(int parentField) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            if (parentField == 0 && field == 7 || parentField == 7 && (field == 1 || field == 5)) {
                int limit = in.pushLimit(in.readRawVarint32());
                scan(field);
                in.popLimit(limit);
                finish(parentField == 7 ? field : 0);
            } else if (!read(parentField, field)) {
                in.skipField(tag);
            }
        }
    }

    private boolean read(int parent, int field) throws IOException {
        if (parent == 1 && field == 1) {
            secondInput = in.readString();
        } else if (parent == 1 && field == 3 || parent == 5 && field == 8) {
            name = in.readString();
        } else if (parent == 5 && field == 9) {
            int length = in.readRawVarint32();
            raw = new int[] {in.getTotalBytesRead(), length};
            in.skipRawBytes(length);
        } else {
            return false;
        }
        return true;
    }

    private void finish(int field) {
        if (field == 1 && name.endsWith("/query/MatMul")) {
            queryWeights.add(secondInput);
        } else if (field == 5) {
            rawData.put(name, raw);
        }
    }

    private void divide(int[] range, double tau) {
        ByteBuffer floats = ByteBuffer.wrap(onnx, range[0], range[1]).slice().order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < range[1]; at += Float.BYTES) {
            floats.putFloat(at, (float) (floats.getFloat(at) / tau));
        }
    }
}
