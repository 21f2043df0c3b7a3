package dev.isotherm.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a device that refuses leaves behind and says, in the build without LibTorch's part for CUDA. */
class BackendTest {

    private static final Backend CUDA = new Backend(
            new TorchOps(), "cuda:0", Dtype.FLOAT16, Dtype.FLOAT16, 1, "test", Optional.of(DeviceChoiceTest.gpu("NVIDIA L4", 8, 9)));

    @BeforeAll
    static void load() {
        TorchNatives.load(Optional.empty());
    }

    @BeforeEach
    void withoutCuda() {
        assumeFalse(CudaLibraries.built(), "this build has LibTorch's part for CUDA");
    }

    /** By the families whose residuals nothing bounds. */
    @Test
    void float16IsNotChosenForModelsThatExceedIt() {
        assertThat(Backend.onCuda(DeviceChoiceTest.gpu("NVIDIA L4", 8, 9), false)).isEqualTo(Dtype.FLOAT16);
        assertThat(Backend.onCuda(DeviceChoiceTest.gpu("NVIDIA L4", 8, 9), true)).isEqualTo(Dtype.BFLOAT16);
        assertThat(Backend.onCuda(DeviceChoiceTest.gpu("Tesla T4", 7, 5), false)).isEqualTo(Dtype.FLOAT16);
        assertThat(Backend.onCuda(DeviceChoiceTest.gpu("Tesla T4", 7, 5), true)).isEqualTo(Dtype.FLOAT32);
    }

    @Test
    void aDeviceThatCannotBeEnteredLeavesNoScopeOpen() {
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(CUDA::enter).isInstanceOf(BackendException.class).hasMessageStartingWith("device cuda:0 cannot be used: ");
            assertThat(PointerScope.getInnerScope()).isNull();
        }
    }

    @Test
    void aBindingThatCannotBeLoadedIsOneSentence() {
        assertThatThrownBy(CudaLibraries::load)
                .isInstanceOf(BackendException.class)
                .hasMessageStartingWith("LibTorch's part for CUDA cannot be loaded: ")
                .message().doesNotContain("\n");
    }

    @Test
    void weightsThatDoNotFitAreToldFromOtherFailures() {
        assertThat(CUDA.refusal(13_400_000_000L, new RuntimeException("CUDA out of memory. Tried to allocate 2.00 GiB.\nframe #0")))
                .hasMessage("the weights cannot be brought to cuda:0 in float16: they need 13.4 GB, more than is free there; free some, or use a "
                        + "smaller dtype, a smaller model or another device");
        assertThat(CUDA.refusal(1, new RuntimeException("\nCUDA error: no kernel image is available\nframe #0: /home")))
                .hasMessage("the weights cannot be brought to cuda:0 in float16: CUDA error: no kernel image is available");
    }
}
