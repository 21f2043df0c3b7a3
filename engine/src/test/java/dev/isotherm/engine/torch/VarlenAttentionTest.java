package dev.isotherm.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.temperature.PassTemperature;
import dev.isotherm.engine.text.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attention on CUDA as far as a processor shows it: what goes into LibTorch's kernels, and what is made of their results. */
class VarlenAttentionTest {

    private static final TorchOps REFERENCE = new TorchOps();

    @BeforeAll
    static void loadLibTorch() {
        TorchNatives.load(Optional.empty());
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
        StagedBatch batch = batch("0.5", 5, 3, 1);
        Tensor actual = new CudaOps(new TorchFusedOps(REFERENCE), size -> new HostAttention()).selfAttention(weight, bias, heads).apply(x, batch, 0);
        Tensor expected = REFERENCE.selfAttention(weight, bias, heads).apply(x, batch, 0);
        assertThat(actual.sizes().vec().get()).containsExactly(9, hidden);
        assertThat(actual.sub(expected).abs().max().item_float()).isLessThan(2e-5f);
    }

    /** Operators live as long as the process, wherever they were looked up; a processor is as far as they come here. */
    @Test
    void attentionIsFoundInAScopeAndUsedAfterIt() {
        List<VarlenAttention> found;
        try (Backend.Scope scope = new Backend(REFERENCE, "cpu", Dtype.FLOAT32, Dtype.FLOAT32, 1, "test").enter()) {
            found = List.of(new FlashAttention(), new EfficientAttention());
        }
        StagedBatch batch = batch("1.0", 5, 3);
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

    private static StagedBatch batch(String temperature, int... lengths) {
        List<Sequence> sequences = Arrays.stream(lengths)
                .mapToObj(n -> new Sequence(new Tokens(new int[n], new int[n], n), PassTemperature.of(temperature)))
                .toList();
        return CudaStaging.stage(PackedBatch.pack(sequences, 1), Optional.empty(), new Device("cpu"));
    }
}
