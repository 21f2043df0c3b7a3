package dev.isotherm.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCompilerTest {

    private static final KernelSource SOURCE = new KernelSource("k", "text", Map.of("elements.cuh", "shared"));

    @TempDir
    private Path directory;

    private final List<List<String>> compiled = new ArrayList<>();

    private KernelCompiler compiler(Path cache) {
        return new KernelCompiler(this::compile, "13.1", "13.0", "sm_90", Element.FLOAT16, new KernelCache(cache));
    }

    private byte[] compile(KernelSource source, List<String> options) {
        compiled.add(options);
        return new byte[] {1, 2, 3};
    }

    @Test
    void compilesOnceForTheDeviceAndElement() throws IOException {
        Path cache = directory.resolve("not/there/yet");
        assertThat(compiler(cache).cubin(SOURCE)).containsExactly(1, 2, 3);
        assertThat(compiler(cache).cubin(SOURCE)).containsExactly(1, 2, 3);
        assertThat(compiled).containsExactly(List.of("--gpu-architecture=sm_90", "--std=c++17", "-DELEMENT_FLOAT16"));
        try (Stream<Path> files = Files.list(cache)) {
            assertThat(files.map(file -> file.getFileName().toString())).singleElement().asString().matches("[0-9a-f]{64}\\.cubin");
        }
    }

    @Test
    void compilesAnewWhenAnythingHasChanged() {
        KernelCache cache = new KernelCache(directory);
        compiler(directory).cubin(SOURCE);
        compiler(directory).cubin(new KernelSource("k", "text, changed", SOURCE.headers()));
        compiler(directory).cubin(new KernelSource("k", "text", Map.of("elements.cuh", "changed")));
        new KernelCompiler(this::compile, "13.2", "13.0", "sm_90", Element.FLOAT16, cache).cubin(SOURCE);
        new KernelCompiler(this::compile, "13.1", "13.1", "sm_90", Element.FLOAT16, cache).cubin(SOURCE);
        new KernelCompiler(this::compile, "13.1", "13.0", "sm_89", Element.FLOAT16, cache).cubin(SOURCE);
        new KernelCompiler(this::compile, "13.1", "13.0", "sm_90", Element.BFLOAT16, cache).cubin(SOURCE);
        assertThat(compiled).hasSize(7);
    }

    @Test
    void compilesAnewWhatIsDamaged() throws IOException {
        compiler(directory).cubin(SOURCE);
        Path file = onlyFile();
        byte[] stored = Files.readAllBytes(file);
        for (int length : new int[] {0, 5, 32, stored.length - 1}) {
            Files.write(file, Arrays.copyOf(stored, length));
            assertThat(compiler(directory).cubin(SOURCE)).as("%d bytes left", length).containsExactly(1, 2, 3);
            assertThat(Files.readAllBytes(file)).isEqualTo(stored);
        }
        stored[stored.length - 1] ^= 1;
        Files.write(file, stored);
        assertThat(compiler(directory).cubin(SOURCE)).containsExactly(1, 2, 3);
        assertThat(compiled).hasSize(6);
    }

    /** A file where the directory should be: nobody can write there, whatever their rights. */
    @Test
    void worksWithoutACache() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        assertThat(compiler(file.resolve("cache")).cubin(SOURCE)).containsExactly(1, 2, 3);
        assertThat(compiler(file.resolve("cache")).cubin(SOURCE)).containsExactly(1, 2, 3);
        assertThat(compiled).hasSize(2);
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList().get(0);
        }
    }
}
