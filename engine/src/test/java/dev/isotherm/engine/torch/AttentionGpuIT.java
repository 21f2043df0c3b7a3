package dev.isotherm.engine.torch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isotherm.engine.torch.Ops.Run;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** LibTorch's attentions over cu_seqlens on a GPU, by {@link ToleranceRule}, with heads that fit their kernels and heads that do not. */
class AttentionGpuIT {

    private static final int HEADS = 3;

    @BeforeAll
    static void requireGpu() {
        Gpus.require(1);
    }

    static Stream<Arguments> dtypesAndHeads() {
        return Stream.of(Dtype.FLOAT32, Dtype.FLOAT16, Dtype.BFLOAT16)
                .flatMap(dtype -> Stream.of(1, 5, 20, 32, 33, 64, 128, 256, 264).map(size -> Arguments.of(dtype, size)));
    }

    @ParameterizedTest
    @MethodSource("dtypesAndHeads")
    void efficient(Dtype dtype, int headSize) {
        assertRule(dtype, headSize, new EfficientAttention());
    }

    @ParameterizedTest
    @MethodSource("dtypesAndHeads")
    void flash(Dtype dtype, int headSize) {
        assumeTrue(FlashAttention.fits(dtype, headSize, Gpus.major()), "flash attention is not for these");
        assertRule(dtype, headSize, new FlashAttention());
    }

    private static void assertRule(Dtype dtype, int headSize, VarlenAttention attention) {
        Backend backend = Gpus.backend("torch", dtype);
        try (Backend.Scope scope = backend.enter()) {
            torch.manual_seed(headSize);
            StagedBatch batch = FusedOpsGpuIT.staged("1.0");
            Tensor qkv = torch.randn(batch.ids().size(0), 3L * HEADS * headSize).to(backend.torchDevice(), dtype.scalarType());
            float[] scales = new float[batch.logitScale()[0].length];
            Arrays.fill(scales, (float) (1 / Math.sqrt(headSize)));
            ToleranceRule.assertHolds(
                    attention.attend(qkv, HEADS, batch), backend.ops().attention(qkv, HEADS, batch.runs(), scales), truth(qkv, batch.runs(), headSize));
        }
    }

    /** {@code softmax(QKᵀ/√d)·V} of every sequence and head in float64: [T, H]. */
    private static Tensor truth(Tensor qkv, List<Run> runs, int headSize) {
        TensorVector contexts = new TensorVector();
        for (Run run : runs) {
            Tensor rows = qkv.narrow(0, run.start(), run.rows()).to(ScalarType.Double)
                    .view(run.sequences(), run.length(), 3, HEADS, headSize).permute(2, 0, 3, 1, 4);
            Tensor logits = torch.matmul(rows.select(0, 0), rows.select(0, 1).transpose(2, 3)).div(new Scalar(Math.sqrt(headSize)));
            Tensor context = torch.matmul(torch.softmax(logits, -1), rows.select(0, 2));
            contexts.push_back(context.transpose(1, 2).reshape(run.rows(), (long) HEADS * headSize));
        }
        return torch.cat(contexts, 0);
    }
}
