package dev.isotherm.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelSourceTest {

    static List<Class<?>> kernels() {
        return CudaKernels.types();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void liesOnTheClassPathWithItsHeaders(Class<?> kernel) {
        KernelSource source = KernelSource.of(kernel);
        assertThat(source.text()).contains("extern \"C\" __global__").contains(kernel.getSimpleName() + "(");
        assertThat(source.headers()).containsKey("elements.cuh");
        assertThat(source.headers().containsKey("layernorm.cuh")).isEqualTo(kernel.getSimpleName().endsWith("LayerNorm"));
    }

    /** The image that serves has no CUDA headers. */
    @ParameterizedTest
    @MethodSource("kernels")
    void includesNothingElse(Class<?> kernel) {
        KernelSource source = KernelSource.of(kernel);
        Stream.concat(Stream.of(source.text()), source.headers().values().stream())
                .flatMap(String::lines)
                .filter(line -> line.startsWith("#include"))
                .forEach(line -> assertThat(line).matches("#include \"(elements|layernorm)\\.cuh\""));
    }

    @Test
    void noSourceIsLeftOut() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/isotherm/cuda"))) {
            List<String> names = files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".cu")).toList();
            assertThat(names).containsExactlyInAnyOrderElementsOf(kernels().stream().map(kernel -> kernel.getSimpleName() + ".cu").toList());
        }
    }
}
