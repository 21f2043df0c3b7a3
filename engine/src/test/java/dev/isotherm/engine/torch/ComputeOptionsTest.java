package dev.isotherm.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.cpu.CpuFeatures;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComputeOptionsTest {

    private static final String BF16_MACHINE = "processor\t: 0\nflags\t\t: fpu avx512f avx512_bf16 sse\nprocessor\t: 1\n";

    @Test
    void devicesAreNamedAsDocumented() {
        assertThat(options("cuda:3", 1).device()).isEqualTo("cuda:3");
        assertThatThrownBy(() -> options("gpu", 1))
                .isInstanceOf(BackendException.class)
                .hasMessage("device is 'gpu', allowed are auto, cpu, cuda and cuda:<index>,…");
        assertThat(options("cuda:1,cuda:0", 1).devices()).containsExactly("cuda:1", "cuda:0");
        for (String wrong : new String[] {"cuda:1,cpu", "cuda:00", "cuda:0,cuda:00", "cuda:01", ",cuda:0", "cuda:0,", "cuda:1000"}) {
            assertThatThrownBy(() -> options(wrong, 1)).hasMessageContaining("allowed are");
        }
        assertThatThrownBy(() -> options("cuda:1,cuda:1", 1)).hasMessage("device is 'cuda:1,cuda:1', a device is named once; see --replicas");
        assertThatThrownBy(() -> options("cpu", 0)).hasMessage("threads is 0, allowed is 1 and more");
    }

    @Test
    void cudaWithoutADeviceSaysWhatIsMissing() {
        assertThatThrownBy(() -> Backend.choose(options("cuda:0", 1)))
                .isInstanceOf(BackendException.class)
                .hasMessage("device is 'cuda:0', but this build has no CUDA libraries: build with mvn -Pgpu package, or start with "
                        + "./isotherm --gpu; or use --device cpu");
    }

    @Test
    void nativeBfloat16IsReadFromTheProcessorsFlags() {
        assertThat(CpuFeatures.parse(BF16_MACHINE).hasNativeBfloat16()).isTrue();
        assertThat(CpuFeatures.parse("flags : avx2 amx_bf16").hasNativeBfloat16()).isTrue();
        assertThat(CpuFeatures.parse(BF16_MACHINE.replace("_bf16", "_vnni")).hasNativeBfloat16()).isFalse();
        assertThat(CpuFeatures.parse("").hasNativeBfloat16()).isFalse();
    }

    @Test
    void dtypesHaveTheNamesOfTheFlags() {
        assertThat(Dtype.of("bfloat16")).contains(Dtype.BFLOAT16);
        assertThat(Dtype.of("bf16")).isEmpty();
        assertThat(Dtype.labels()).isEqualTo("float32, bfloat16, float16, int8");
    }

    @Test
    void int8IsANumericClassOfItsOwn() {
        assertThat(Dtype.INT8.numericClass()).isEqualTo("int8");
        assertThat(Dtype.FLOAT32.numericClass()).isEqualTo(Dtype.BFLOAT16.numericClass()).isEqualTo(Dtype.FLOAT16.numericClass()).isEqualTo("float");
    }

    private static ComputeOptions options(String device, int threads) {
        return new ComputeOptions(device, "auto", Optional.empty(), threads, Optional.empty());
    }
}
