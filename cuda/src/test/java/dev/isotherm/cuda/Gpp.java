package dev.isotherm.cuda;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** The host's compiler, and what it has made of kernels in this run. */
final class Gpp {

    private static final Path CPP = Path.of("src/test/cpp");
    private static final Path KERNELS = Path.of("src/main/java/dev/isotherm/cuda");
    private static final Path OUTPUT = Path.of("target/emulator");
    private static final Map<List<String>, Path> BUILT = new ConcurrentHashMap<>();

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Gpp() {}

    /** A program that runs the kernel in that file: of the main sources, or of {@code src/test/cpp}. */
    static Path program(String kernel, String file, Variant variant, List<String> more) {
        requireCompiler();
        List<String> options = new ArrayList<>(variant.sanitizer().options());
        options.addAll(more);
        options.addAll(List.of(variant.element().define(), "-DKERNEL=" + kernel, "-DKERNEL_SOURCE=\"" + file + "\""));
        return BUILT.computeIfAbsent(options, missing -> build(kernel, missing));
    }

    /** Skips the test that asks, by name, or fails it where kernels are required. */
    private static void requireCompiler() {
        try {
            run(List.of("g++", "--version"));
        } catch (UncheckedIOException e) {
            if (Boolean.getBoolean("kernels.required")) {
                fail("g++ is missing, and -Dkernels.required=true asks for it");
            }
            Assumptions.abort("g++ is missing: no kernel is emulated");
        }
    }

    private static Path build(String kernel, List<String> options) {
        Path program = OUTPUT.resolve(kernel + "-" + NUMBER.incrementAndGet());
        List<String> command = new ArrayList<>(base());
        command.addAll(options);
        command.addAll(List.of(
                "-I", KERNELS.toString(), "-I", CPP.toString(), "-o", program.toString(), CPP.resolve("kernel.cpp").toString(),
                Emulator.OBJECT.toString(), "-pthread"));
        run(command);
        return program;
    }

    private static List<String> base() {
        return List.of("g++", "-std=c++17", "-O1", "-g1", "-fno-strict-aliasing", "-Wall", "-Wextra", "-Werror");
    }

    /** Made once, before the first kernel. */
    private static final class Emulator {

        static final Path OBJECT = build();

        private static Path build() {
            Path object = OUTPUT.resolve("emulator.o");
            try {
                Files.createDirectories(OUTPUT);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            List<String> command = new ArrayList<>(base());
            command.addAll(List.of("-c", "-o", object.toString(), CPP.resolve("emulator.cpp").toString()));
            run(command);
            return object;
        }
    }

    /** Through a file: a process that waits for its output to be read would wait for ever. */
    private static void run(List<String> command) {
        try {
            Path log = Files.createTempFile("g++", ".log");
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
            int exit = process.waitFor();
            String said = Files.readString(log, StandardCharsets.UTF_8);
            Files.delete(log);
            if (exit != 0) {
                throw new AssertionError(String.join(" ", command) + "\n" + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
