package dev.isotherm.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsTest {

    private static final String BUNDLED =
            "BAAI/bge-small-en-v1.5, sentence-transformers/all-MiniLM-L6-v2, intfloat/e5-small-v2";

    @ParameterizedTest
    @CsvSource({
        "BAAI/bge-small-en-v1.5, BGE_SMALL_EN",
        "baai/BGE-SMALL-EN-V1.5, BGE_SMALL_EN",
        "sentence-transformers/all-minilm-l6-v2, ALL_MINILM_L6",
        "INTFLOAT/e5-small-v2, E5_SMALL"
    })
    void findsBundledModelsWhateverTheCase(String id, BundledModel model) {
        assertThat(Models.locate(id)).isSameAs(model);
    }

    @Test
    void findsADirectory(@TempDir Path parent) throws IOException {
        Path directory = Files.createDirectory(parent.resolve("my-model"));
        Files.writeString(directory.resolve("config.json"), "{}");
        ModelFiles model = Models.locate(directory.toString());
        assertThat(model.id()).isEqualTo("my-model");
        assertThat(model.read("config.json")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BAAI/bge-small-en", "no/such/model", "a\u0000b"})
    void refusesAnythingElseNamingWhatIsBundled(String id) {
        assertThatThrownBy(() -> Models.locate(id))
                .isInstanceOf(ModelException.class)
                .hasMessage("model '" + id + "' is neither a directory nor one of the bundled models: " + BUNDLED);
    }

    @Test
    void aFileIsNoModel(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("model.safetensors"));
        assertThatThrownBy(() -> Models.locate(file.toString()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is neither a directory nor");
    }
}
