package dev.isotherm.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.cuda.CudaKernels;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A kernel that gains nothing goes with its two files and its line in {@code CudaKernels}: what remains compiles without it. */
class KernelRemovalTest {

    private static final Path KERNELS = Path.of("../cuda/src/main/java");
    private static final Path KERNEL_TESTS = Path.of("../cuda/src/test/java");
    private static final Path ENGINE = Path.of("src/main/java/dev/isotherm/engine/torch");

    @TempDir
    private Path work;

    static Stream<String> kernels() throws IOException {
        return files(KERNELS, ".cu").stream().map(file -> file.getFileName().toString().replace(".cu", ""));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void whatRemainsCompiles(String kernel) throws IOException {
        List<Path> rest = files(KERNELS, ".java").stream()
                .filter(file -> !file.endsWith(kernel + ".java") && !file.endsWith("CudaKernels.java")).collect(Collectors.toList());
        rest.add(withoutLine(kernel));
        rest.addAll(files(KERNEL_TESTS, ".java").stream().filter(file -> !file.endsWith(kernel + "Test.java")).toList());
        for (Path file : files(ENGINE, ".java")) {
            if (Files.readString(file).contains("import dev.isotherm.cuda.")) {
                rest.add(file);
            }
        }
        compile(rest);
    }

    private Path withoutLine(String kernel) throws IOException {
        List<String> lines = Files.readAllLines(files(KERNELS, "/CudaKernels.java").get(0));
        List<String> kept = lines.stream().filter(line -> !line.contains(kernel)).toList();
        assertThat(kept).hasSize(lines.size() - 1);
        return Files.write(work.resolve("CudaKernels.java"), kept);
    }

    private void compile(List<Path> sources) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-proc:none", "-d", work.toString(), "-cp", classPath());
            assertThat(javac.getTask(errors, files, null, options, null, files.getJavaFileObjectsFromPaths(sources)).call()).as(errors.toString()).isTrue();
        }
    }

    /** All but the kernels as they were built. */
    private static String classPath() {
        Path kernels = Path.of(CudaKernels.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).equals(kernels))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<Path> files(Path root, String end) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }
}
