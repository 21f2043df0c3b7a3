package dev.isotherm.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.cuda.Launches;
import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.hub.ModelDescriptionReader;
import dev.isotherm.engine.hub.ModelOverrides;
import dev.isotherm.engine.model.Encoder;
import dev.isotherm.engine.model.ForwardException;
import dev.isotherm.engine.model.ModelFamily;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.temperature.PassTemperature;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The forward pass of CUDA as it is staged, fused and launched there, with a processor in the place of the device: plain LibTorch
 * stands in for the kernels, and the reference for attention. What runs on a GPU alone is not shown here.
 */
class CudaOpsTest {

    private static final TorchOps REFERENCE = new TorchOps();

    @BeforeAll
    static void loadLibTorch() {
        TorchNatives.load(Optional.empty());
    }

    static Stream<List<PassTemperature>> temperatures() {
        return Stream.of("1.0", "0.5", "log:16", "first-half:0.6")
                .map(PassTemperature::of)
                .flatMap(policy -> Stream.of(List.of(policy), List.of(policy, AttentionTemperature.NONE, PassTemperature.of("1.7"))));
    }

    @ParameterizedTest
    @MethodSource("temperatures")
    void aForwardPassAgreesWithTheReference(List<PassTemperature> temperatures) {
        PackedBatch batch = batch(6, temperatures, 33, 33, 127, 1, 2, 31);
        assertAgrees(BundledModel.ALL_MINILM_L6, batch);
    }

    @Test
    void soDoesAModelThatPoolsTheFirstToken() {
        PackedBatch batch = batch(12, List.of(PassTemperature.of("0.5"), AttentionTemperature.NONE), 7, 64, 64, 3);
        assertAgrees(BundledModel.BGE_SMALL_EN, batch);
    }

    /** A kernel would read beyond them. */
    @Test
    void idsBeyondTheirTablesAreRefused() {
        assertRefused(new Tokens(new int[] {101, 30_522}, new int[2], 2), "token id 30522 is not in the model's vocabulary of 30522");
        assertRefused(new Tokens(new int[] {101, 102}, new int[] {0, 2}, 2), "token type 2 is not among the model's 2");
    }

    private static void assertRefused(Tokens tokens, String message) {
        PackedBatch batch = PackedBatch.pack(List.of(new Sequence(tokens, AttentionTemperature.NONE)), 6);
        assertThatThrownBy(() -> encode(BundledModel.ALL_MINILM_L6, backend(REFERENCE), batch))
                .isInstanceOf(ForwardException.class).hasMessage(message);
    }

    @Test
    void whatHasNoKernelIsDoneByLibTorch() {
        PackedBatch batch = batch(6, List.of(PassTemperature.of("0.5"), AttentionTemperature.NONE), 33, 2);
        FusedOps without = new CudaKernelOps(Launches.of(List.of()), new TorchFusedOps(REFERENCE), () -> 0);
        assertAgrees(BundledModel.ALL_MINILM_L6, cuda(without), batch);
    }

    @Test
    void whatHasAKernelIsDoneByIt() {
        List<Integer> launched = new ArrayList<>();
        Launches.Gelu kernel = (stream, x, bias, rows, columns) -> launched.addAll(List.of((int) stream, rows, columns));
        FusedOps fused = new CudaKernelOps(Launches.of(List.of(kernel)), new TorchFusedOps(REFERENCE), () -> 7);
        Tensor x = torch.randn(2, 5);
        Tensor y = fused.biasGelu(x, torch.randn(5));
        assertThat(y.data_ptr().address()).isEqualTo(x.data_ptr().address());
        assertThat(launched).containsExactly(7, 2, 5);
    }

    @Test
    void aBatchArrivesAsItWasPacked() {
        PackedBatch batch = batch(6, List.of(PassTemperature.of("0.5"), AttentionTemperature.NONE), 5, 3, 1);
        StagedBatch staged = CudaStaging.stage(batch, Optional.of(new int[] {0, 5, 8}), new Device("cpu"));
        assertThat(HostAttention.ints(staged.ids())).containsExactly(batch.ids());
        assertThat(HostAttention.ints(staged.typeIds())).containsExactly(batch.typeIds());
        assertThat(HostAttention.ints(staged.positions())).containsExactly(0, 1, 2, 3, 4, 0, 1, 2, 0);
        assertThat(HostAttention.ints(staged.wanted().orElseThrow())).containsExactly(0, 5, 8);
        assertThat(HostAttention.ints(staged.onDevice().cuSeqlens())).containsExactly(0, 5, 8, 9);
        assertThat(staged.onDevice().longest()).isEqualTo(5);
        assertThat(Tensors.rows(staged.onDevice().layers().get(0).rows().orElseThrow().unsqueeze(0))[0])
                .containsExactly(2, 2, 2, 2, 2, 1, 1, 1, 2);
    }

    @Test
    void oneTemperatureForAllMovesNoNumberARow() {
        PackedBatch batch = batch(6, List.of(PassTemperature.of("0.5")), 5, 3, 1);
        DeviceSpans spans = CudaStaging.stage(batch, Optional.empty(), new Device("cpu")).onDevice();
        assertThat(spans.layers()).hasSize(6).allSatisfy(layer -> {
            assertThat(layer.rows()).isEmpty();
            assertThat(layer.uniform()).isEqualTo(2);
        });
    }

    private static CudaOps cuda(FusedOps fused) {
        return new CudaOps(fused, headSize -> new HostAttention());
    }

    private static void assertAgrees(BundledModel model, PackedBatch batch) {
        assertAgrees(model, cuda(new TorchFusedOps(REFERENCE)), batch);
    }

    private static void assertAgrees(BundledModel model, Ops cuda, PackedBatch batch) {
        float[][] actual = encode(model, backend(cuda), batch);
        float[][] expected = encode(model, backend(REFERENCE), batch);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).containsExactly(expected[i], Offset.offset(2e-5f));
        }
    }

    private static float[][] encode(BundledModel files, Backend backend, PackedBatch batch) {
        ModelDescription model = new ModelDescriptionReader(files, ModelFamily::positions).read(ModelOverrides.NONE);
        try (Weights weights = files.openWeights(); Encoder encoder = ModelFamily.load(model, weights, backend).encoder()) {
            return encoder.encode(batch).pooledVectors();
        }
    }

    private static Backend backend(Ops ops) {
        return new Backend(ops, "cpu", Dtype.FLOAT32, Dtype.FLOAT32, 2, "test");
    }

    private static PackedBatch batch(int layers, List<PassTemperature> temperatures, int... lengths) {
        Random random = new Random(5);
        List<Sequence> sequences = new ArrayList<>();
        for (int length : lengths) {
            int[] ids = random.ints(length, 1000, 20_000).toArray();
            sequences.add(new Sequence(new Tokens(ids, new int[length], length), temperatures.get(sequences.size() % temperatures.size())));
        }
        return PackedBatch.pack(sequences, layers);
    }
}
