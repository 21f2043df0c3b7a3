package dev.isotherm.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.engine.weights.StoredTensors;
import dev.isotherm.engine.weights.SafetensorsFixture;
import dev.isotherm.engine.weights.TorchFixture;
import dev.isotherm.engine.weights.Weights;
import dev.isotherm.engine.weights.WeightsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelDirectoryTest {

    private static final String INDEX = "model.safetensors.index.json";

    @TempDir
    private Path parent;

    private Path directory;
    private ModelDirectory model;

    @BeforeEach
    void createDirectory() throws IOException {
        directory = Files.createDirectories(parent.resolve("my-model/1_Pooling")).getParent();
        model = new ModelDirectory(directory);
    }

    @Test
    void isKnownByItsName() {
        assertThat(model.id()).isEqualTo("my-model");
        assertThat(new ModelDirectory(directory.resolve("1_Pooling/..")).id()).isEqualTo("my-model");
    }

    @Test
    void readsFilesThatAreThere() throws IOException {
        Files.writeString(directory.resolve("1_Pooling/config.json"), "{}");
        assertThat(model.read("1_Pooling/config.json")).hasValueSatisfying(bytes -> assertThat(bytes).containsExactly('{', '}'));
        assertThat(model.read("config.json")).isEmpty();
        assertThat(model.read("1_Pooling")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "1_Pooling/../../secret", "../my-model-2/config.json", "/secret"})
    void refusesNamesThatLeadOutside(String name) throws IOException {
        Files.writeString(parent.resolve("secret"), "s");
        assertThatThrownBy(() -> model.read(name))
                .isInstanceOf(ModelException.class)
                .hasMessage(directory + ": names a file outside the model: " + name);
    }

    @Test
    void refusesAModulePathThatLeadsOutside() throws IOException {
        Files.writeString(directory.resolve("config.json"), "{\"model_type\":\"bert\",\"max_position_embeddings\":8}");
        Files.writeString(directory.resolve("tokenizer.json"), "{}");
        Files.writeString(directory.resolve("modules.json"), "[{\"type\":\"a.Pooling\",\"path\":\"../..\"}]");
        assertThatThrownBy(() -> new ModelDescriptionReader(model, FakeModelFiles.POSITIONS).read(ModelOverrides.NONE))
                .isInstanceOf(ModelException.class)
                .hasMessage(directory + ": names a file outside the model: ../../config.json");
    }

    @Test
    void refusesANameThatNoFileCanHave() {
        assertThatThrownBy(() -> model.read("a\u0000b"))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(directory + ": names no file: ");
    }

    @Test
    void opensASingleFile() throws IOException {
        writeShard("model.safetensors", "w", 1.5f);
        Files.writeString(directory.resolve(INDEX), "not looked at");
        try (Weights weights = model.openWeights()) {
            assertThat(weights.names()).containsExactly("w");
            assertThat(StoredTensors.bytes(weights.tensor("w")).getFloat(0)).isEqualTo(1.5f);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"onnx/model.onnx", "model.onnx"})
    void opensAnExportedModel(String file) throws IOException {
        Path target = directory.resolve(file);
        Files.createDirectories(target.getParent());
        try (InputStream in = ModelDirectoryTest.class.getResourceAsStream("/" + BundledModel.ALL_MINILM_L6.artifact() + ".onnx")) {
            Files.copy(in, target);
        }
        try (Weights weights = model.openWeights(); Weights bundled = BundledModel.ALL_MINILM_L6.openWeights()) {
            assertThat(weights.names()).isEqualTo(bundled.names());
            String query = "encoder.layer.5.attention.self.query.weight";
            assertThat(StoredTensors.bytes(weights.tensor(query))).isEqualTo(StoredTensors.bytes(bundled.tensor(query)));
        }
    }

    @Test
    void saysWhichFileIsNoExportedModel() throws IOException {
        Files.write(directory.resolve("model.onnx"), new byte[] {1, 2, 3});
        assertThatThrownBy(() -> model.openWeights().close())
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(directory.resolve("model.onnx") + ": ONNX model: ");
    }

    @Test
    void opensEachShardOfTheIndex() throws IOException {
        writeShard("one.safetensors", "a", 1);
        writeShard("two.safetensors", "b", 2);
        writeIndex("{\"a\":\"one.safetensors\",\"b\":\"two.safetensors\"}");
        try (Weights weights = model.openWeights()) {
            assertThat(weights.names()).containsExactlyInAnyOrder("a", "b");
            assertThat(StoredTensors.bytes(weights.tensor("b")).getFloat(0)).isEqualTo(2);
        }
    }

    @Test
    void refusesAnIndexWhoseShardIsMissing() throws IOException {
        writeShard("one.safetensors", "a", 1);
        writeIndex("{\"a\":\"one.safetensors\",\"b\":\"two.safetensors\"}");
        assertThatThrownBy(() -> model.openWeights().close())
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(directory.resolve("two.safetensors") + ": cannot be read");
    }

    @Test
    void refusesAnIndexWhoseShardLiesOutside() throws IOException {
        writeIndex("{\"a\":\"../x\"}");
        assertThatThrownBy(() -> model.openWeights().close())
                .isInstanceOf(ModelException.class)
                .hasMessage(directory + ": names a file outside the model: ../x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "\"one.safetensors\""})
    void refusesAnIndexWithoutWeightMap(String map) throws IOException {
        writeIndex(map);
        assertThatThrownBy(() -> model.openWeights().close())
                .isInstanceOf(ModelException.class)
                .hasMessage(directory + "/" + INDEX + ": has no weight_map");
    }

    @Test
    void refusesADirectoryWithoutWeights() {
        assertThatThrownBy(() -> model.openWeights().close())
                .isInstanceOf(ModelException.class)
                .hasMessage(directory + ": has none of model.safetensors, pytorch_model.bin, onnx/model.onnx, model.onnx, "
                        + "nor an index of shards of the first two");
    }

    @Test
    void opensAStateDictOfPyTorch() throws IOException {
        Files.copy(TorchFixture.resource("mixed.bin"), directory.resolve("pytorch_model.bin"));
        try (Weights weights = model.openWeights()) {
            assertThat(weights.names()).contains("tied.encoder", "position_ids");
        }
    }

    @Test
    void opensEachShardOfAStateDict() throws IOException {
        Path sharded = TorchFixture.resource("tiny-bert-sharded");
        for (String name : new String[] {"pytorch_model.bin.index.json", "pytorch_model-00001-of-00002.bin", "pytorch_model-00002-of-00002.bin"}) {
            Files.copy(sharded.resolve(name), directory.resolve(name));
        }
        try (Weights weights = model.openWeights()) {
            assertThat(weights.names()).contains("embeddings.word_embeddings.weight", "encoder.layer.1.output.dense.bias");
        }
    }

    @Test
    void safetensorsComeBeforeAStateDict() throws IOException {
        Files.writeString(directory.resolve("pytorch_model.bin"), "not looked at");
        writeShard("one.safetensors", "a", 1);
        writeIndex("{\"a\":\"one.safetensors\"}");
        try (Weights weights = model.openWeights()) {
            assertThat(weights.names()).containsExactly("a");
        }
    }

    private void writeShard(String file, String tensor, float value) throws IOException {
        SafetensorsFixture.write(directory.resolve(file),
                "{" + SafetensorsFixture.entry(tensor, "F32", "[1]", 0, 4) + "}", SafetensorsFixture.floats(value));
    }

    private void writeIndex(String map) throws IOException {
        Files.writeString(directory.resolve(INDEX), "{\"weight_map\":" + map + "}");
    }
}
