package dev.isotherm.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.cuda.CudaDevice;
import dev.isotherm.cuda.CudaDriver;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which device is chosen, before GPUs that are described and not there. */
class DeviceChoiceTest {

    private static final Cuda L4 = gpu("NVIDIA L4", 8, 9);
    private static final Cuda T4 = gpu("Tesla T4", 7, 5);

    @ParameterizedTest
    @CsvSource({"auto, cuda:0", "cuda, cuda:0", "cuda:0, cuda:0", "cuda:3, cuda:3", "cpu, cpu"})
    void whereThereIsAGpu(String asked, String chosen) {
        DeviceChoice choice = choose(asked, "auto", null, index -> L4);
        assertThat(choice.device()).isEqualTo(chosen);
        assertThat(choice.cuda().isPresent()).isEqualTo(!chosen.equals("cpu"));
    }

    @Test
    void withoutAGpuAutoIsTheCpu() {
        assertThat(DeviceChoice.of(options("auto", "auto", null), () -> false, index -> L4).device()).isEqualTo("cpu");
    }

    @ParameterizedTest
    @CsvSource({
        "kernels, , backend 'kernels' is for the CPU",
        "onednn, FLOAT32, backend 'onednn' is for the CPU",
        "auto, INT8, dtype 'int8' is for the CPU"
    })
    void whatIsForTheCpuRunsThere(String operations, Dtype dtype, String refusal) {
        assertThat(choose("auto", operations, dtype, index -> L4).device()).isEqualTo("cpu");
        assertThatThrownBy(() -> choose("cuda:1", operations, dtype, index -> L4))
                .isInstanceOf(BackendException.class).hasMessage(refusal + ", device is cuda:1");
    }

    @Test
    void aGpuThatCannotBeUsedIsPassedOverByAutoAlone() {
        IntFunction<Cuda> refusing = index -> {
            throw new BackendException("too old");
        };
        assertThat(choose("auto", "auto", null, refusing).device()).isEqualTo("cpu");
        assertThatThrownBy(() -> choose("cuda", "auto", null, refusing)).isInstanceOf(BackendException.class).hasMessage("too old");
    }

    @Test
    void bfloat16NeedsAmpere() {
        assertThat(choose("cuda", "auto", Dtype.BFLOAT16, index -> L4).device()).isEqualTo("cuda:0");
        assertThat(choose("cuda", "auto", Dtype.FLOAT16, index -> T4).device()).isEqualTo("cuda:0");
        assertThat(choose("auto", "auto", Dtype.BFLOAT16, index -> T4).device()).isEqualTo("cpu");
        for (String operations : List.of("auto", "torch")) {
            assertThatThrownBy(() -> choose("cuda", operations, Dtype.BFLOAT16, index -> T4))
                    .isInstanceOf(BackendException.class)
                    .hasMessage("dtype 'bfloat16' needs compute capability 8.0 or newer, and device cuda:0 (Tesla T4) has 7.5; use --dtype float16");
        }
    }

    private static DeviceChoice choose(String device, String operations, Dtype dtype, IntFunction<Cuda> open) {
        return DeviceChoice.of(options(device, operations, dtype), () -> true, open);
    }

    private static ComputeOptions options(String device, String operations, Dtype dtype) {
        return new ComputeOptions(device, operations, Optional.ofNullable(dtype), 1, Optional.empty());
    }

    static Cuda gpu(String name, int major, int minor) {
        CudaDevice device = new CudaDevice(0, name, major, minor, 16L << 30);
        return new Cuda(new CudaDriver(13000, List.of(device)), device);
    }
}
