package dev.isotherm.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isotherm.cpu.CpuFeatures;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is chosen for processors of several ages. */
class CpuOpsTest {

    private static final String AVX512 = "flags : avx2 fma avx512f avx512bw avx512vl avx512dq";

    @BeforeAll
    static void load() {
        TorchNatives.load(Optional.empty());
    }

    @Test
    void anOldProcessorHasOneDnnAndNoKernels() {
        CpuOps old = new CpuOps(CpuFeatures.parse("flags : sse2 avx"), Dtype.FLOAT32, false, 1);
        assertThat(old.choose("auto")).hasToString("onednn");
        assertThat(old.choose("torch")).hasToString("torch");
        assertThatThrownBy(() -> old.choose("kernels"))
                .isInstanceOf(BackendException.class).hasMessage("backend 'kernels' cannot run float32 on this processor");
    }

    @Test
    void matrixUnitsAreLeftToOneDnn() {
        CpuFeatures amx = CpuFeatures.parse(AVX512 + " avx512_bf16 avx512_vnni amx_bf16");
        assertThat(new CpuOps(amx, Dtype.BFLOAT16, false, 1).choose("auto").name()).isEqualTo("onednn");
    }

    @Test
    void withoutVnniInt8IsRefused() {
        CpuOps plain = new CpuOps(CpuFeatures.parse(AVX512), Dtype.FLOAT32, true, 1);
        for (String asked : new String[] {"auto", "kernels", "onednn", "torch"}) {
            assertThatThrownBy(() -> plain.choose(asked)).hasMessage(
                    "backend '%s' cannot run int8 on this processor: it needs Linux and AVX-512 with VNNI".formatted(asked));
        }
    }

    @Test
    void onLinuxTheWidestKernelsAreChosen() {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "kernels are built for Linux");
        assertThat(choose("flags : avx2 fma", Dtype.FLOAT32, false)).isEqualTo("kernels (float32_avx2)");
        assertThat(choose(AVX512, Dtype.FLOAT32, false)).isEqualTo("kernels (float32_avx512)");
        assertThat(choose(AVX512 + " avx512_vnni", Dtype.FLOAT32, true)).isEqualTo("kernels (int8_float32_avx512)");
        assertThat(choose(AVX512 + " avx512_vnni avx512_bf16", Dtype.BFLOAT16, true)).isEqualTo("kernels (int8_bfloat16_avx512)");
        assertThat(choose(AVX512 + " avx512_bf16", Dtype.BFLOAT16, false)).isEqualTo("kernels (bfloat16_avx512)");
    }

    private static String choose(String flags, Dtype dtype, boolean int8) {
        return new CpuOps(CpuFeatures.parse(flags), dtype, int8, 1).choose("auto").toString();
    }
}
