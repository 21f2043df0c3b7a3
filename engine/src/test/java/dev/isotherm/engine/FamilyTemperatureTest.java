package dev.isotherm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.isotherm.engine.model.ModelFamily;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.temperature.FixedTemperature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No family may pass over the temperature in silence. */
class FamilyTemperatureTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TEXT = "attention temperature counters length collapse";

    @ParameterizedTest
    @EnumSource(ModelFamily.class)
    void everyFamilyEmbedsOtherwiseAtAnotherTemperature(ModelFamily family, @TempDir Path directory) throws IOException {
        try (Embedder embedder = Embedder.load(EmbedderOptions.of(checkpoint(family, directory).toString()))) {
            float[] published = Embedders.alone(embedder, TEXT, AttentionTemperature.NONE);
            assertThat(Cosine.of(published, Embedders.alone(embedder, TEXT, new FixedTemperature(1)))).isGreaterThan(0.9999999);
            for (double tau : List.of(0.7, 1.3)) {
                assertThat(Cosine.of(published, Embedders.alone(embedder, TEXT, new FixedTemperature(tau)))).isLessThan(0.9995);
            }
        }
    }

    /** One of the checkpoints among the test resources; CamemBERT is RoBERTa by another name. */
    private static Path checkpoint(ModelFamily family, Path directory) throws IOException {
        if (family == ModelFamily.CAMEMBERT) {
            return renamed(Embedders.resource("tiny-roberta"), directory);
        }
        try (Stream<Path> checkpoints = Files.list(Embedders.resource("tiny-bert").getParent())) {
            return checkpoints.sorted().filter(checkpoint -> family.equals(family(checkpoint))).findFirst().orElseThrow();
        }
    }

    /** Of those that embed. */
    private static ModelFamily family(Path checkpoint) {
        try {
            return Files.exists(checkpoint.resolve("1_Pooling")) ? ModelFamily.of(JSON.readTree(checkpoint.resolve("config.json").toFile())) : null;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path renamed(Path checkpoint, Path directory) throws IOException {
        for (String name : List.of("config.json", "tokenizer.json", "model.safetensors", "sentence_bert_config.json")) {
            Files.copy(checkpoint.resolve(name), directory.resolve(name));
        }
        Path config = directory.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"roberta\"", "\"camembert\""));
        return directory;
    }
}
