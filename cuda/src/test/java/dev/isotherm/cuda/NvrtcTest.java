package dev.isotherm.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** NVRTC compiles without a device, where its library and the natives of the GPU build are there. */
class NvrtcTest {

    private static Nvrtc nvrtc;

    @BeforeAll
    static void load() {
        try {
            nvrtc = Nvrtc.load();
        } catch (CudaException e) {
            Assumptions.abort(e.getMessage());
        }
    }

    static Stream<Arguments> everything() throws IOException {
        List<String> architectures = architectures();
        return CudaKernels.types().stream().flatMap(kernel -> Arrays.stream(Element.values())
                .flatMap(element -> architectures.stream().map(architecture -> Arguments.of(kernel, element, architecture))));
    }

    /** Those of nvcc's script. */
    private static List<String> architectures() throws IOException {
        Matcher listed = Pattern.compile("(?m)^architectures=\"(.*)\"$").matcher(Files.readString(Path.of("compile-all")));
        assertThat(listed.find()).isTrue();
        return Arrays.stream(listed.group(1).split(" ")).map(number -> "sm_" + number).toList();
    }

    @Test
    void tellsWhatItCompilesFor() {
        assertThat(nvrtc.architectures()).contains(75, 80, 90, 100, 120);
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
        KernelSource source = KernelSource.of(CudaKernels.types().get(0));
        assertThatThrownBy(() -> nvrtc.compile(source, List.of("--gpu-architecture=sm_999", Element.FLOAT32.define())))
                .isInstanceOf(CudaException.class)
                .hasMessageContaining("sm_999");
    }
}
