package dev.isotherm.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.cuda.Launches;
import dev.isotherm.cuda.Launches.PoolMode;
import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.temperature.PassTemperature;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.torch.Ops.EmbeddingTables;
import dev.isotherm.engine.torch.Ops.LayerNorm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Our kernels on a GPU against plain LibTorch there, by {@link ToleranceRule}. */
class FusedOpsGpuIT {

    private static final int[] LENGTHS = {127, 33, 31, 2, 1};

    @BeforeAll
    static void requireGpu() {
        Gpus.require(1);
    }

    static Stream<Arguments> dtypesAndSizes() {
        return Stream.of(Dtype.FLOAT32, Dtype.FLOAT16, Dtype.BFLOAT16)
                .flatMap(dtype -> Stream.of(1, 7, 384, 385, 768, 1024).map(size -> Arguments.of(dtype, size)));
    }

    @ParameterizedTest
    @MethodSource("dtypesAndSizes")
    void qkvBiasTemperature(Dtype dtype, int hidden) {
        for (String policy : List.of("1.0", "0.5", "log:16")) {
            assertRule(dtype, List.of(new long[] {tokens(), 3L * hidden}, new long[] {3L * hidden}), (ops, inputs) -> {
                Tensor qkv = inputs.get(0).clone();
                ops.qkvBiasTemperature(qkv, inputs.get(1), staged(policy).onDevice().layers().get(0));
                return qkv;
            });
        }
    }

    @ParameterizedTest
    @MethodSource("dtypesAndSizes")
    void biasGelu(Dtype dtype, int columns) {
        assertRule(dtype, List.of(new long[] {tokens(), columns}, new long[] {columns}), (ops, inputs) -> ops.biasGelu(inputs.get(0).clone(), inputs.get(1)));
    }

    @ParameterizedTest
    @MethodSource("dtypesAndSizes")
    void residualLayerNorm(Dtype dtype, int hidden) {
        long[] row = {hidden};
        long[] rows = {tokens(), hidden};
        assertRule(dtype, List.of(rows, rows, row, row), (ops, inputs) ->
                ops.residualLayerNorm(inputs.get(0).clone(), inputs.get(1), new LayerNorm(inputs.get(2), inputs.get(3), 1e-12)));
    }

    @ParameterizedTest
    @MethodSource("dtypesAndSizes")
    void embeddingLayerNorm(Dtype dtype, int hidden) {
        long[] row = {hidden};
        assertRule(dtype, List.of(new long[] {1000, hidden}, new long[] {2, hidden}, new long[] {512, hidden}, row, row), (ops, inputs) ->
                ops.embeddingLayerNorm(new EmbeddingTables(inputs.get(0), inputs.get(1), inputs.get(2)), staged("1.0"),
                        new LayerNorm(inputs.get(3), inputs.get(4), 1e-12)));
    }

    @ParameterizedTest
    @MethodSource("dtypesAndSizes")
    void mean(Dtype dtype, int hidden) {
        assertRule(dtype, List.of(new long[][] {{tokens(), hidden}}), (ops, inputs) -> ops.mean(inputs.get(0), staged("1.0")));
    }

    /** What is chosen, and not computed, is the same to the bit. */
    @ParameterizedTest
    @MethodSource("dtypesAndSizes")
    void firstLastAndGreatest(Dtype dtype, int hidden) {
        Backend backend = Gpus.backend("auto", dtype);
        try (Backend.Scope scope = backend.enter()) {
            torch.manual_seed(hidden);
            Tensor x = torch.randn(tokens(), hidden).to(backend.torchDevice(), dtype.scalarType());
            CudaKernelOps ours = kernels(backend);
            Launches.Pool kernel = ours.kernels().find(Launches.Pool.class).orElseThrow();
            for (PoolMode mode : List.of(PoolMode.CLS, PoolMode.LAST, PoolMode.MAX)) {
                Tensor expected = picked(x, mode).to(ScalarType.Float);
                assertThat(torch.equal(ours.pool(kernel, mode, x, staged("1.0")), expected)).as(mode.name()).isTrue();
            }
        }
    }

    private static Tensor picked(Tensor x, PoolMode mode) {
        TensorVector rows = new TensorVector();
        int begin = 0;
        for (int length : LENGTHS) {
            rows.push_back(switch (mode) {
                case CLS -> x.select(0, begin);
                case LAST -> x.select(0, begin + length - 1);
                default -> x.narrow(0, begin, length).amax(new long[] {0}, false);
            });
            begin += length;
        }
        return torch.stack(rows);
    }

    private static void assertRule(Dtype dtype, List<long[]> shapes, BiFunction<FusedOps, List<Tensor>, Tensor> operation) {
        Backend backend = Gpus.backend("auto", dtype);
        try (Backend.Scope scope = backend.enter()) {
            torch.manual_seed(shapes.get(0)[1]);
            List<Tensor> narrow = shapes.stream().map(shape -> torch.randn(shape).to(backend.torchDevice(), dtype.scalarType())).toList();
            List<Tensor> exact = narrow.stream().map(input -> input.to(ScalarType.Double)).toList();
            ToleranceRule.assertHolds(
                    operation.apply(kernels(backend), narrow),
                    operation.apply(new TorchFusedOps(new TorchOps()), narrow),
                    operation.apply(new DoubleFusedOps(), exact));
        }
    }

    private static CudaKernelOps kernels(Backend backend) {
        FusedOps fused = ((CudaOps) backend.ops()).fused();
        assertThat(fused).as("our own kernels, which NVRTC compiles").isInstanceOf(CudaKernelOps.class);
        return (CudaKernelOps) fused;
    }

    private static int tokens() {
        return Arrays.stream(LENGTHS).sum();
    }

    static StagedBatch staged(String policy) {
        List<Sequence> sequences = new ArrayList<>();
        for (int length : LENGTHS) {
            int[] ids = new Random(length).ints(length, 0, 1000).toArray();
            sequences.add(new Sequence(new Tokens(ids, new int[length], length), PassTemperature.of(policy)));
        }
        return CudaStaging.stage(PackedBatch.pack(sequences, 1), Optional.empty(), new Device("cuda:0"));
    }
}
