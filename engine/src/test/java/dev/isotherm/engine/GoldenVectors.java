package dev.isotherm.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.model.Output;
import dev.isotherm.engine.temperature.FixedTemperature;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.torch.ComputeOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The reference library's vectors of small random models with all the quirks of their families (src/test/fixtures). */
public final class GoldenVectors {

    /** One of each family, and of each way to pool. */
    public static final List<String> CHECKPOINTS = List.of(
            "tiny-bert", "tiny-roberta", "tiny-xlm-roberta", "tiny-distilbert", "tiny-mpnet", "tiny-t5", "tiny-t5-gated", "tiny-modernbert",
            "tiny-nomic", "tiny-nomic-old", "tiny-gte", "tiny-gte-new", "tiny-jina", "tiny-jina-code",
            "tiny-llama", "tiny-mistral", "tiny-qwen2", "tiny-qwen2-bidirectional", "tiny-qwen3",
            "tiny-pooling-max", "tiny-pooling-sqrt", "tiny-pooling-weightedmean", "tiny-pooling-lasttoken", "tiny-pooling-concat",
            "tiny-pooling-concat-old", "tiny-pooling-unprompted", "tiny-pooling-norm");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private GoldenVectors() {}

    /**
     * All texts at all temperatures in one packed batch, so that a sequence that saw another, or another's temperature, would be found out.
     *
     * @return the cosine to each golden vector
     */
    public static List<Double> cosines(String checkpoint, ComputeOptions compute) {
        JsonNode golden = golden(checkpoint);
        try (Embedder embedder = Embedder.load(EmbedderOptions.of(Embedders.resource(checkpoint).toString()).with(compute))) {
            List<Sequence> batch = new ArrayList<>();
            for (JsonNode expected : golden) {
                batch.add(new Sequence(tokens(embedder, expected.get("text").asText()), new FixedTemperature(expected.get("temperature").asDouble())));
            }
            Output output = embedder.encoder().encode(PackedBatch.pack(batch, embedder.encoder().layers()));
            List<Double> cosines = new ArrayList<>();
            for (int i = 0; i < golden.size(); i++) {
                cosines.add(Cosine.of(floats(golden.get(i).get("vector")), output.rows(i)[0]));
            }
            return cosines;
        }
    }

    private static JsonNode golden(String checkpoint) {
        try {
            return JSON.readTree(Embedders.resource(checkpoint).resolve("golden.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
