package dev.isotherm.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** NVRTC compiles without a device, where its library and the natives of the GPU build are there. */
class NvrtcTest {

    private static final String[] ARCHITECTURES = {"sm_75", "sm_90", "sm_120"};

    private static Nvrtc nvrtc;

    @BeforeAll
    static void load() {
        try {
            nvrtc = Nvrtc.load();
        } catch (CudaException e) {
            Assumptions.abort(e.getMessage());
        }
    }

    static Stream<Arguments> everything() {
        return CudaKernels.types().stream().flatMap(kernel -> Arrays.stream(Element.values())
                .flatMap(element -> Arrays.stream(ARCHITECTURES).map(architecture -> Arguments.of(kernel, element, architecture))));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void compilesToMachineCode(Class<?> kernel, Element element, String architecture) {
        byte[] cubin = nvrtc.compile(KernelSource.of(kernel), List.of("--gpu-architecture=" + architecture, "--std=c++17", element.define()));
        assertThat(cubin).startsWith(0x7f, 'E', 'L', 'F');
        assertThat(new String(cubin, StandardCharsets.ISO_8859_1)).contains(".text." + kernel.getSimpleName());
    }

    @Test
    void theLogOfAFailureHasItsLine() {
        KernelSource broken = new KernelSource("Broken", "extern \"C\" __global__ void Broken() {\n    nowhere = 1;\n}\n", Map.of());
        assertThatThrownBy(() -> nvrtc.compile(broken, List.of("--gpu-architecture=sm_90")))
                .isInstanceOf(CudaException.class)
                .hasMessageContaining("NVRTC does not compile Broken.cu")
                .hasMessageContaining("Broken.cu(2)")
                .hasMessageContaining("nowhere");
    }

    @Test
    void saysSoWhenItDoesNotKnowTheDevice() {
        KernelSource source = KernelSource.of(BiasGelu.class);
        assertThatThrownBy(() -> nvrtc.compile(source, List.of("--gpu-architecture=sm_999", Element.FLOAT32.define())))
                .isInstanceOf(CudaException.class)
                .hasMessageContaining("sm_999");
    }
}
