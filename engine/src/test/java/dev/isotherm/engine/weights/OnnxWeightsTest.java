package dev.isotherm.engine.weights;

import static dev.isotherm.engine.weights.OnnxFixture.floats;
import static dev.isotherm.engine.weights.OnnxFixture.model;
import static dev.isotherm.engine.weights.OnnxFixture.node;
import static dev.isotherm.engine.weights.OnnxFixture.packed;
import static dev.isotherm.engine.weights.OnnxFixture.tensor;
import static dev.isotherm.engine.weights.OnnxFixture.unpacked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.engine.weights.OnnxFixture.Fields;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxWeightsTest {

    private static final Fields PRODUCT = node("MatMul", "product", "x", "onnx::MatMul_1");
    private static final Fields FACTOR = floats("onnx::MatMul_1", new long[] {2, 3}, 1, 2, 3, 4, 5, 6);
    private static final Fields BIAS = floats("layer.dense.bias", new long[] {3}, 7, 8, 9);

    @ParameterizedTest
    @CsvSource({"layer.dense.bias, product", "product, layer.dense.bias"})
    void namesAFactorAfterTheBiasAddedToItsProductAndTransposesIt(String left, String right) {
        OnnxWeights weights = read(PRODUCT, node("Add", "sum", left, right), FACTOR, BIAS);
        assertThat(weights.names()).containsExactlyInAnyOrder("layer.dense.weight", "layer.dense.bias");
        assertTensor(weights.tensor("layer.dense.weight"), new long[] {3, 2}, 1, 4, 2, 5, 3, 6);
        assertTensor(weights.tensor("layer.dense.bias"), new long[] {3}, 7, 8, 9);
    }

    @Test
    void orderOfNodesAndInitializersDoesNotMatter() {
        OnnxWeights weights = read(BIAS, node("Add", "sum", "product", "layer.dense.bias"), FACTOR, PRODUCT);
        assertTensor(weights.tensor("layer.dense.weight"), new long[] {3, 2}, 1, 4, 2, 5, 3, 6);
    }

    @Test
    void keepsTheNameOfAFactorWithoutBias() {
        OnnxWeights weights = read(PRODUCT, node("Add", "sum", "product", "residual"), FACTOR, BIAS);
        assertTensor(weights.tensor("onnx::MatMul_1"), new long[] {2, 3}, 1, 2, 3, 4, 5, 6);
        assertThat(weights.names()).doesNotContain("layer.dense.weight");
    }

    @Test
    void otherOperatorsNameNothing() {
        OnnxWeights weights = read(
                node("Gather", "product", "x", "onnx::MatMul_1"),
                node("Add", "sum", "product", "layer.dense.bias"), FACTOR, BIAS);
        assertThat(weights.names()).containsExactlyInAnyOrder("onnx::MatMul_1", "layer.dense.bias");
    }

    @Test
    void aProductOfTwoActivationsIsNoWeight() {
        OnnxWeights weights = read(node("MatMul", "product", "q", "k"), node("Add", "sum", "product", "layer.dense.bias"), BIAS);
        assertThat(weights.names()).containsExactly("layer.dense.bias");
    }

    @Test
    void readsPackedAndUnpackedDimensions() {
        byte[] raw = SafetensorsFixture.floats(1, 2);
        OnnxWeights weights = read(tensor("packed", 1, packed(1, 2, 1), raw), tensor("unpacked", 1, unpacked(1, 2, 1), raw));
        assertTensor(weights.tensor("packed"), new long[] {1, 2, 1}, 1, 2);
        assertTensor(weights.tensor("unpacked"), new long[] {1, 2, 1}, 1, 2);
    }

    @Test
    void readsScalars() {
        assertTensor(read(floats("scalar", new long[0], 0.5f)).tensor("scalar"), new long[0], 0.5f);
    }

    @Test
    void transposesAMatrixWithoutElements() {
        Fields empty = floats("onnx::MatMul_1", new long[] {0, 1L << 40});
        OnnxWeights weights = read(PRODUCT, node("Add", "sum", "product", "layer.dense.bias"), empty, BIAS);
        assertTensor(weights.tensor("layer.dense.weight"), new long[] {1L << 40, 0});
    }

    @Test
    void refusesANamedFactorThatIsNoMatrix() {
        Fields vector = floats("onnx::MatMul_1", new long[] {2}, 1, 2);
        OnnxWeights weights = read(PRODUCT, node("Add", "sum", "product", "layer.dense.bias"), vector, BIAS);
        assertThatThrownBy(() -> weights.tensor("layer.dense.weight"))
                .isInstanceOf(WeightsException.class)
                .hasMessage("ONNX model: layer.dense.weight is no matrix");
    }

    @Test
    void refusesOtherTypesThanFloat() {
        OnnxWeights weights = read(tensor("ids", 7, unpacked(1), new byte[8]));
        assertThatThrownBy(() -> weights.tensor("ids"))
                .isInstanceOf(WeightsException.class)
                .hasMessage("ONNX model: tensor ids has data type 7, supported is 1 (FLOAT)");
    }

    @Test
    void refusesDataThatContradictsTheShape() {
        OnnxWeights weights = read(floats("w", new long[] {2, 2}, 1, 2, 3), floats("n", new long[] {-1, -1}, 1));
        assertThatThrownBy(() -> weights.tensor("w"))
                .isInstanceOf(WeightsException.class)
                .hasMessage("tensor w of shape [2, 2] as FLOAT32 takes 16 bytes, the file has 12");
        assertThatThrownBy(() -> weights.tensor("n"))
                .isInstanceOf(WeightsException.class)
                .hasMessage("tensor n: shape [-1, -1] has a negative dimension");
    }

    @Test
    void refusesATensorThatIsNotThere() {
        assertThatThrownBy(() -> read(BIAS).tensor("layer.dense.weight"))
                .isInstanceOf(WeightsException.class)
                .hasMessage("ONNX model: has no tensor layer.dense.weight");
    }

    private static OnnxWeights read(Fields... graph) {
        return OnnxWeights.read(new ByteArrayInputStream(model(graph)));
    }

    private static void assertTensor(StoredTensor tensor, long[] shape, float... values) {
        float[] stored = new float[(int) tensor.data().size() / Float.BYTES];
        StoredTensors.bytes(tensor).asFloatBuffer().get(stored);
        assertThat(tensor.type()).isEqualTo(StoredType.FLOAT32);
        assertThat(tensor.shape()).containsExactly(shape);
        assertThat(stored).containsExactly(values);
    }
}
