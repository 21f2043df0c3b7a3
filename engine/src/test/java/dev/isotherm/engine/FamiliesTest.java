package dev.isotherm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.model.Output;
import dev.isotherm.engine.temperature.FixedTemperature;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.BackendException;
import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every family against the reference library's vectors of a small random model with all its quirks (src/test/fixtures): all lengths and
 * temperatures in one packed batch, so that a sequence that saw another, or another's temperature, would be found out.
 */
class FamiliesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final List<String> CHECKPOINTS = List.of(
            "tiny-bert", "tiny-roberta", "tiny-xlm-roberta", "tiny-distilbert", "tiny-mpnet", "tiny-t5", "tiny-t5-gated", "tiny-modernbert",
            "tiny-nomic", "tiny-nomic-old", "tiny-gte", "tiny-gte-new", "tiny-jina", "tiny-jina-code",
            "tiny-llama", "tiny-mistral", "tiny-qwen2", "tiny-qwen2-bidirectional", "tiny-qwen3",
            "tiny-pooling-max", "tiny-pooling-sqrt", "tiny-pooling-weightedmean", "tiny-pooling-lasttoken", "tiny-pooling-concat",
            "tiny-pooling-concat-old", "tiny-pooling-unprompted");

    /** On each backend of the CPU, as far as it is there. */
    static Stream<Arguments> cases() {
        return Stream.of("torch", "onednn", "kernels")
                .filter(FamiliesTest::isThere)
                .flatMap(backend -> CHECKPOINTS.stream().map(checkpoint -> Arguments.of(checkpoint, backend)));
    }

    private static boolean isThere(String backend) {
        try {
            Backend.choose(options(backend));
            return true;
        } catch (BackendException impossible) {
            return false;
        }
    }

    private static ComputeOptions options(String backend) {
        return ComputeOptions.automatic().withDtype(Dtype.FLOAT32).withOperations(backend);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void vectorsAreThoseOfTheReferenceLibrary(String name, String backend) throws IOException {
        JsonNode golden = JSON.readTree(Embedders.resource(name).resolve("golden.json").toFile());
        try (Embedder embedder = Embedder.load(EmbedderOptions.of(Embedders.resource(name).toString()).with(options(backend)))) {
            List<Sequence> batch = new ArrayList<>();
            for (JsonNode expected : golden) {
                batch.add(new Sequence(tokens(embedder, expected.get("text").asText()), new FixedTemperature(expected.get("temperature").asDouble())));
            }
            Output output = embedder.encoder().encode(PackedBatch.pack(batch, embedder.encoder().layers()));
            assertThat(embedder.encoder().dimensions()).isEqualTo(output.rows(0)[0].length);
            for (int i = 0; i < golden.size(); i++) {
                assertThat(Cosine.of(floats(golden.get(i).get("vector")), output.rows(i)[0]))
                        .as("%s by %s, %d tokens at τ = %s", name, backend, batch.get(i).length(), batch.get(i).temperature())
                        .isGreaterThanOrEqualTo(0.99999);
            }
        }
    }

    /** Vectors of a model that pools without the prompt are of texts with one: elsewhere it would not show. */
    private static Tokens tokens(Embedder embedder, String text) {
        String prompt = embedder.model().promptPooled() ? "" : embedder.model().prompt("query");
        return Embedders.tokens(embedder, prompt + text).passingOver(PromptTokens.unpooled(embedder.model(), embedder.tokenizer(), prompt));
    }

    private static float[] floats(JsonNode list) {
        float[] floats = new float[list.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) list.get(i).asDouble();
        }
        return floats;
    }
}
