package dev.isotherm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.temperature.FixedTemperature;
import dev.isotherm.engine.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Directories in Hugging Face layout, written by sentence-transformers, against its own vectors (src/test/fixtures). */
class TinyCheckpointTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @CsvSource({"tiny-bert, MEAN", "tiny-bert-sharded, CLS", "tiny-roberta, MEAN", "tiny-xlm-roberta, CLS"})
    void vectorsAreThoseOfSentenceTransformers(String name, Pooling pooling) throws IOException {
        JsonNode golden = JSON.readTree(Embedders.resource(name).resolve("golden.json").toFile());
        try (Embedder embedder = Embedders.tiny(name)) {
            assertThat(embedder.model().pooling().is(pooling)).isTrue();
            assertThat(embedder.model().maxInputTokens()).isEqualTo(64);
            for (JsonNode expected : golden) {
                float[] vector = Embedders.alone(embedder, expected.get("text").asText(),
                        new FixedTemperature(expected.get("temperature").asDouble()));
                assertThat(Cosine.of(floats(expected.get("vector")), vector)).isGreaterThanOrEqualTo(0.99999);
            }
        }
        assertThat(golden).hasSize(24);
    }

    @Test
    void unknownModelTypeIsRefusedByName(@TempDir Path directory) throws IOException {
        Path model = edited(directory, "config.json", "\"model_type\": \"bert\"", "\"model_type\": \"gpt2\"");
        assertThatThrownBy(() -> load(model))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("model_type 'gpt2' is not supported; supported: bert, roberta, xlm-roberta");
    }

    @Test
    void aBrokenTokenizerIsRefusedByName(@TempDir Path directory) throws IOException {
        Path model = edited(directory, "tokenizer.json", "\"WordPiece\"", "\"Nonsense\"");
        assertThatThrownBy(() -> load(model)).isInstanceOf(ModelException.class).hasMessageContaining("tokenizer.json: ");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"hidden_act\": \"gelu\"', '\"hidden_act\": \"mish\"', hidden_act is 'mish'",
        "'\"is_decoder\": false', '\"is_decoder\": true', is_decoder is 'true'",
        "'\"num_attention_heads\": 5', '\"num_attention_heads\": 7', hidden_size 40 is no multiple of num_attention_heads 7",
        "'\"num_hidden_layers\": 3', '\"num_hidden_layers\": -3', num_hidden_layers is -3",
        "'\"vocab_size\": 86', '\"x\": 86', vocab_size is missing",
    })
    void unsupportedConfigurationIsRefused(String from, String to, String message, @TempDir Path directory) throws IOException {
        Path model = edited(directory, "config.json", from, to);
        assertThatThrownBy(() -> load(model)).isInstanceOf(ModelException.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"vocab_size\": 86', '\"vocab_size\": 87', 'word_embeddings.weight has shape [86, 40], config.json asks for [87, 40]'",
        "'\"num_hidden_layers\": 3', '\"num_hidden_layers\": 4', 'has no tensor encoder.layer.3'",
    })
    void weightsThatContradictTheConfigurationAreRefused(String from, String to, String message, @TempDir Path directory)
            throws IOException {
        Path model = edited(directory, "config.json", from, to);
        assertThatThrownBy(() -> load(model)).isInstanceOf(WeightsException.class).hasMessageContaining(message);
    }

    private static void load(Path model) {
        Embedder.load(EmbedderOptions.of(model.toString())).close();
    }

    private static Path edited(Path directory, String file, String from, String to) throws IOException {
        for (String name : new String[] {"config.json", "tokenizer.json", "modules.json", "model.safetensors"}) {
            Files.copy(Embedders.resource("tiny-bert").resolve(name), directory.resolve(name));
        }
        String text = Files.readString(directory.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(directory.resolve(file), text.replace(from, to));
        return directory;
    }

    private static float[] floats(JsonNode list) {
        float[] floats = new float[list.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) list.get(i).asDouble();
        }
        return floats;
    }
}
