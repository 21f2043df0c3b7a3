package dev.isotherm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.engine.temperature.FixedTemperature;
import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import dev.isotherm.engine.weights.TorchFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose weights torch.save wrote, against the same in safetensors. */
class TorchCheckpointVectorsTest {

    @TempDir
    private Path directory;

    @Test
    void vectorsAreThoseOfTheSameWeightsInSafetensors() throws IOException {
        copyWithoutWeights("tiny-bert");
        Files.copy(TorchFixture.resource("tiny-bert.bin"), directory.resolve("pytorch_model.bin"));
        assertSameVectors("tiny-bert");
    }

    @Test
    void vectorsFromShardsAreThoseOfTheSameWeightsInSafetensors() throws IOException {
        copyWithoutWeights("tiny-bert-sharded");
        try (Stream<Path> files = Files.list(TorchFixture.resource("tiny-bert-sharded"))) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        assertSameVectors("tiny-bert-sharded");
    }

    private void assertSameVectors(String checkpoint) {
        EmbedderOptions options = EmbedderOptions.of(directory.toString()).with(ComputeOptions.automatic().withDtype(Dtype.FLOAT32));
        try (Embedder expected = Embedders.tiny(checkpoint); Embedder read = Embedder.load(options)) {
            assertThat(read.space().weightsHash()).isEqualTo(expected.space().weightsHash());
            for (String text : List.of("a", "hello world", "attention temperature counters length collapse")) {
                assertThat(Embedders.alone(read, text, new FixedTemperature(0.8)))
                        .containsExactly(Embedders.alone(expected, text, new FixedTemperature(0.8)));
            }
        }
    }

    private void copyWithoutWeights(String checkpoint) throws IOException {
        Path from = Embedders.resource(checkpoint);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).filter(f -> !f.toString().contains("safetensors")).toList()) {
                Path copy = directory.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
