package dev.isotherm.bench;

import ai.onnxruntime.OrtEnvironment;
import dev.isotherm.engine.torch.TorchNatives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What figures were measured on and with. */
final class Machine {

    private static final List<String> TELLING = List.of("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16");

    private Machine() {}

    static String describe() throws IOException {
        String info = Files.readString(Path.of("/proc/cpuinfo"));
        List<String> flags = List.of(line(info, "flags").split("\\s+"));
        return "%s, family %s model %s, %d processors, %s; %s; JDK %s, LibTorch %s, ONNX Runtime %s".formatted(
                line(info, "model name"), line(info, "cpu family"), line(info, "model\t"),
                Runtime.getRuntime().availableProcessors(),
                String.join(" ", TELLING.stream().filter(flags::contains).toList()),
                System.getProperty("os.name"),
                Runtime.version(), TorchNatives.version(), OrtEnvironment.getEnvironment().getVersion());
    }

    private static String line(String info, String key) {
        return Stream.of(info.split("\n"))
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
