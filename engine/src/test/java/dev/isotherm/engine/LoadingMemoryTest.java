package dev.isotherm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.hub.ModelDescriptionReader;
import dev.isotherm.engine.hub.ModelDirectory;
import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.engine.hub.ModelOverrides;
import dev.isotherm.engine.model.ModelFamily;
import dev.isotherm.engine.model.ModelMemory;
import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model takes is known before it is loaded, and loading takes no more than that. */
class LoadingMemoryTest {

    private static final LargeCheckpoint SEVEN_BILLION = new LargeCheckpoint(4096, 32, 32, 16384, 128256);

    /** What the reference library counts for a BertModel of that configuration. */
    private static final long PARAMETERS = 6_969_769_984L;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"FLOAT32, 4", "BFLOAT16, 2"})
    void memoryOfSevenBillionParametersIsToldFromTheConfiguration(Dtype dtype, int bytes) throws IOException {
        ModelMemory memory = ModelFamily.memory(describe(SEVEN_BILLION), dtype, 2048);
        assertThat(memory.weights()).isEqualTo(PARAMETERS * bytes);
        assertThat(memory.forward()).isBetween(100_000_000L, 2_000_000_000L);
    }

    @Test
    void aDeviceThatIsTooSmallIsSaidInOneSentence() throws IOException {
        ModelDescription model = describe(SEVEN_BILLION);
        Backend backend = Backend.choose(ComputeOptions.automatic().withDtype(Dtype.BFLOAT16));
        ModelMemory memory = ModelFamily.memory(model, backend.dtype(), 2048);
        memory.requireAtMost(16_000_000_000L, "acme/large", backend);
        assertThatThrownBy(() -> memory.requireAtMost(8_000_000_000L, "acme/large", backend))
                .isInstanceOf(ModelException.class)
                .hasMessage("model acme/large needs 13.9 GB for its weights and 0.3 GB for a batch in bfloat16, cpu has 8.0 GB in all");
    }

    @Test
    void aModelThatFitsNoMachineIsRefusedWithoutItsWeights() throws IOException {
        Path model = new LargeCheckpoint(65536, 1000, 64, 262144, 128256).writeConfig(directory);
        assertThatThrownBy(() -> Embedder.load(EmbedderOptions.of(model.toString())))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("GB for its weights and ");
    }

    @ParameterizedTest
    @CsvSource({"float32", "bfloat16"})
    void loadingTakesNoMoreThanTheModelDoes(String dtype) throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of("/proc/self/clear_refs")), "Linux alone tells a process its peak");
        LargeCheckpoint checkpoint = new LargeCheckpoint(1024, 12, 16, 4096, 86);
        checkpoint.writeWeights(checkpoint.writeConfig(directory));
        String[] kilobytes = load(dtype).split(" ");
        long peak = Long.parseLong(kilobytes[0]) << 10;
        long after = Long.parseLong(kilobytes[1]) << 10;
        System.out.printf("%s: peak %d MiB while loading, %d MiB after%n", dtype, peak >> 20, after >> 20);
        assertThat(after).isGreaterThan(checkpoint.parameters() * (dtype.equals("float32") ? 4 : 2));
        assertThat(peak).isLessThanOrEqualTo(after * 12 / 10);
    }

    private String load(String dtype) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-cp", System.getProperty("java.class.path"), LoadProcess.class.getName(), directory.toString(), dtype)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return out.lines().filter(line -> line.matches("\\d+ \\d+")).findFirst().orElseThrow();
    }

    private ModelDescription describe(LargeCheckpoint checkpoint) throws IOException {
        return new ModelDescriptionReader(new ModelDirectory(checkpoint.writeConfig(directory)), ModelFamily::positions)
                .read(ModelOverrides.NONE);
    }
}
