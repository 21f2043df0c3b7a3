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
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.torch.Ops.Run;
import dev.isotherm.engine.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The forward pass of CUDA as it is staged, fused and launched there, with a processor in the place of the device: plain LibTorch
 * stands in for the kernels, and the reference for attention. What runs on a GPU alone is not shown here.
 */
class CudaOpsTest {

    private static final TorchOps REFERENCE = new TorchOps(Dtype.FLOAT32);

    /** What LibTorch's kernels do on a GPU: sequences by cu_seqlens alone, no other scale than 1/√d. */
    private record HostAttention() implements VarlenAttention {

        @Override
        public String name() {
            return "reference";
        }

        @Override
        public Tensor attend(Tensor qkv, int heads, StagedBatch batch) {
            DeviceSpans spans = batch.onDevice();
            int[] cuSeqlens = ints(spans.cuSeqlens());
            List<Run> runs = new ArrayList<>();
            float[] scales = new float[cuSeqlens.length - 1];
            for (int i = 0; i < scales.length; i++) {
                int length = cuSeqlens[i + 1] - cuSeqlens[i];
                assertThat(length).isLessThanOrEqualTo(spans.longest());
                runs.add(new Run(cuSeqlens[i], i, 1, length));
                scales[i] = (float) VarlenAttention.headScale(qkv, heads);
            }
            Tensor wide = torch.cat(new TensorVector(part(qkv, 0, heads), part(qkv, 1, heads), part(qkv, 2, heads)), 1).flatten(1, 2);
            Tensor context = REFERENCE.attention(wide, heads, runs, scales);
            return VarlenAttention.joined(context.unflatten(1, heads, context.size(1) / heads), qkv, heads);
        }

        /** Kernels of newer devices take no others. */
        private static Tensor part(Tensor qkv, int index, int heads) {
            Tensor part = VarlenAttention.part(qkv, index, heads);
            assertThat(part.size(2) % 8).isZero();
            assertThat(part.stride(1) % 8).isZero();
            return part;
        }
    }

    @BeforeAll
    static void loadLibTorch() {
        TorchNatives.load(Optional.empty());
    }

    static Stream<List<AttentionTemperature>> temperatures() {
        return Stream.of("1.0", "0.5", "log:16", "first-half:0.6")
                .map(AttentionTemperature::parse)
                .flatMap(policy -> Stream.of(List.of(policy), List.of(policy, AttentionTemperature.NONE, AttentionTemperature.parse("1.7"))));
    }

    @ParameterizedTest
    @MethodSource("temperatures")
    void aForwardPassAgreesWithTheReference(List<AttentionTemperature> temperatures) {
        PackedBatch batch = batch(6, temperatures, 33, 33, 127, 1, 2, 31);
        assertAgrees(BundledModel.ALL_MINILM_L6, batch);
    }

    @Test
    void soDoesAModelThatPoolsTheFirstToken() {
        PackedBatch batch = batch(12, List.of(AttentionTemperature.parse("0.5"), AttentionTemperature.NONE), 7, 64, 64, 3);
        assertAgrees(BundledModel.BGE_SMALL_EN, batch);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 8, 12, 33, 64})
    void headsOfAnySizeAgreeWithTheReference(int headSize) {
        int heads = 3;
        int hidden = heads * headSize;
        torch.manual_seed(headSize);
        Tensor x = torch.randn(9, hidden);
        Tensor weight = torch.randn(3L * hidden, hidden).mul_(new Scalar(0.3f));
        Tensor bias = torch.randn(3L * hidden);
        StagedBatch batch = CudaStaging.stage(batch(1, List.of(AttentionTemperature.parse("0.5")), 5, 3, 1), Optional.empty(), new Device("cpu"));
        Tensor actual = cuda(new TorchFusedOps(REFERENCE)).selfAttention(weight, bias, heads).apply(x, batch, 0);
        Tensor expected = REFERENCE.selfAttention(weight, bias, heads).apply(x, batch, 0);
        assertThat(actual.sizes().vec().get()).containsExactly(9, hidden);
        assertThat(actual.sub(expected).abs().max().item_float()).isLessThan(2e-5f);
    }

    /** Operators live as long as the process, wherever they were looked up; a processor is as far as they come here. */
    @Test
    void attentionIsFoundInAScopeAndUsedAfterIt() {
        List<VarlenAttention> found;
        try (Backend.Scope scope = backend(REFERENCE).enter()) {
            found = List.of(new FlashAttention(), new EfficientAttention());
        }
        StagedBatch batch = CudaStaging.stage(batch(1, List.of(AttentionTemperature.NONE), 5, 3), Optional.empty(), new Device("cpu"));
        for (VarlenAttention attention : found) {
            assertThatThrownBy(() -> attention.attend(torch.randn(8, 24), 1, batch))
                    .as(attention.name())
                    .hasMessageContaining("_attention_forward' with arguments from the 'CPU' backend");
        }
    }

    @Test
    void aBatchOfOneHasNoStrideThatCouldOverflow() {
        Tensor part = VarlenAttention.part(torch.randn(8, 48), 1, 2);
        Tensor batch = EfficientAttention.batchOfOne(part);
        assertThat(batch.stride(0)).isZero();
        assertThat(torch.equal(batch, part.unsqueeze(0))).isTrue();
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
        PackedBatch batch = batch(6, List.of(AttentionTemperature.parse("0.5"), AttentionTemperature.NONE), 33, 2);
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
        PackedBatch batch = batch(6, List.of(AttentionTemperature.parse("0.5"), AttentionTemperature.NONE), 5, 3, 1);
        StagedBatch staged = CudaStaging.stage(batch, Optional.of(new int[] {0, 5, 8}), new Device("cpu"));
        assertThat(ints(staged.ids())).containsExactly(batch.ids());
        assertThat(ints(staged.typeIds())).containsExactly(batch.typeIds());
        assertThat(ints(staged.positions())).containsExactly(0, 1, 2, 3, 4, 0, 1, 2, 0);
        assertThat(ints(staged.wanted().orElseThrow())).containsExactly(0, 5, 8);
        assertThat(ints(staged.onDevice().cuSeqlens())).containsExactly(0, 5, 8, 9);
        assertThat(staged.onDevice().longest()).isEqualTo(5);
        assertThat(Tensors.rows(staged.onDevice().layers().get(0).rows().orElseThrow().unsqueeze(0))[0])
                .containsExactly(2, 2, 2, 2, 2, 1, 1, 1, 2);
    }

    @Test
    void oneTemperatureForAllMovesNoNumberARow() {
        PackedBatch batch = batch(6, List.of(AttentionTemperature.parse("0.5")), 5, 3, 1);
        DeviceSpans spans = CudaStaging.stage(batch, Optional.empty(), new Device("cpu")).onDevice();
        assertThat(spans.layers()).hasSize(6).allSatisfy(layer -> {
            assertThat(layer.rows()).isEmpty();
            assertThat(layer.uniform()).isEqualTo(2);
        });
    }

    /** The arguments are pushed by hand: a LibTorch with others must not go unnoticed. */
    @Test
    void theOperatorsAreThoseOfThisLibTorch() {
        assertThat(Operator.find("aten::_flash_attention_forward", "").schema()).startsWith(FlashAttention.SCHEMA);
        assertThat(Operator.find("aten::_efficient_attention_forward", "").schema()).startsWith(EfficientAttention.SCHEMA);
    }

    @ParameterizedTest
    @EnumSource(value = Dtype.class, names = {"FLOAT16", "BFLOAT16"})
    void flashAttentionIsForHalfPrecisionOnAmpereAndNewer(Dtype half) {
        assertThat(FlashAttention.fits(half, 32, 8)).isTrue();
        assertThat(FlashAttention.fits(half, 256, 9)).isTrue();
        assertThat(FlashAttention.fits(half, 264, 9)).isFalse();
        assertThat(FlashAttention.fits(half, 20, 9)).isTrue();
        assertThat(FlashAttention.fits(half, 32, 7)).isFalse();
        assertThat(FlashAttention.fits(Dtype.FLOAT32, 32, 9)).isFalse();
    }

    private static CudaOps cuda(FusedOps fused) {
        return new CudaOps(Dtype.FLOAT32, fused, headSize -> new HostAttention());
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

    private static PackedBatch batch(int layers, List<AttentionTemperature> temperatures, int... lengths) {
        Random random = new Random(5);
        List<Sequence> sequences = new ArrayList<>();
        for (int length : lengths) {
            int[] ids = random.ints(length, 1000, 20_000).toArray();
            sequences.add(new Sequence(new Tokens(ids, new int[length], length), temperatures.get(sequences.size() % temperatures.size())));
        }
        return PackedBatch.pack(sequences, layers);
    }

    private static int[] ints(Tensor tensor) {
        int[] numbers = new int[(int) tensor.size(0)];
        Tensors.bytes(tensor.contiguous()).order(java.nio.ByteOrder.nativeOrder()).asIntBuffer().get(numbers);
        return numbers;
    }
}
