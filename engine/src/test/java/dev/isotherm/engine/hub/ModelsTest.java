package dev.isotherm.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.engine.hub.client.HubException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsTest {

    @TempDir
    private Path home;

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
        assertThat(locate(id)).isSameAs(model);
    }

    @Test
    void findsADirectory(@TempDir Path parent) throws IOException {
        Path directory = Files.createDirectory(parent.resolve("my-model"));
        Files.writeString(directory.resolve("config.json"), "{}");
        ModelFiles model = locate(directory.toString());
        assertThat(model.id()).isEqualTo("my-model");
        assertThat(model.read("config.json")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bge-small-en", "no/such/model", "a\u0000b", "a/b--c", "../x", "/a", "a/"})
    void refusesWhatCanBeNoNameNamingWhatIsBundled(String id) {
        assertThatThrownBy(() -> locate(id))
                .isInstanceOf(ModelException.class)
                .hasMessage("model '" + id + "' is neither a directory, nor bundled (" + BUNDLED + "), nor a name like organization/model");
    }

    @Test
    void aFileIsNoModel(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("model.safetensors"));
        assertThatThrownBy(() -> locate(file.toString()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is neither a directory, nor");
    }

    @Test
    void aNameThatIsNeitherIsLookedForAtTheHub() {
        assertThatThrownBy(() -> locate("organization/model"))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("HF_HUB_OFFLINE forbids to ask hub.test for what the cache ");
    }

    @Test
    void aRevisionIsARepositorys() {
        ModelReference reference = new ModelReference(BundledModel.DEFAULT.id(), Optional.of("v1"));
        assertThatThrownBy(() -> Models.locate(reference, offline())).isInstanceOf(HubException.class);
    }

    private ModelFiles locate(String id) {
        return Models.locate(ModelReference.of(id), offline());
    }

    private Hub offline() {
        return Hub.of(Map.of("HF_HOME", home.toString(), "HF_HUB_OFFLINE", "1", "HF_ENDPOINT", "http://hub.test"));
    }
}
