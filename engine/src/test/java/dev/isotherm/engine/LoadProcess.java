package dev.isotherm.engine;

import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import dev.isotherm.engine.torch.TorchNatives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A process of its own that loads a model and prints its peak memory while loading, and its memory after, in kB. */
final class LoadProcess {

    private LoadProcess() {}

    public static void main(String[] arguments) throws IOException {
        TorchNatives.load(Optional.empty());
        // The peak is counted from here on.
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        Dtype dtype = Dtype.of(arguments[1]).orElseThrow();
        try (Embedder embedder = Embedder.load(
                EmbedderOptions.of(arguments[0]).with(ComputeOptions.automatic().withDtype(dtype)))) {
            System.out.println(status("VmHWM") + " " + status("VmRSS"));
        }
    }

    private static String status(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(field + ":")).findFirst().orElseThrow().replaceAll("\\D", "");
    }
}
