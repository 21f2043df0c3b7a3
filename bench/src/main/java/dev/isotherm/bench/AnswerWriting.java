package dev.isotherm.bench;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.EmbedderOptions;
import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.server.json.Base64Floats;
import dev.isotherm.server.json.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What it costs to write 64 vectors, beside the forward pass of 64 texts of 16 tokens that they come from; medians, by turns. */
public final class AnswerWriting {

    private static final int TEXTS = 64;
    private static final int TOKENS = 16;
    private static final int ROUNDS = 60;
    private static final int WARM_UP = 30;

    private AnswerWriting() {}

    public static void main(String[] arguments) throws IOException {
        try (Embedder embedder = Embedder.load(EmbedderOptions.of(BundledModel.ALL_MINILM_L6.id()))) {
            int[] ids = new Random(7).ints(TOKENS, 1000, 30_000).toArray();
            List<Tokens> texts = Collections.nCopies(TEXTS, new Tokens(ids, new int[TOKENS], TOKENS));
            List<float[]> vectors = embedder.encode(texts, AttentionTemperature.NONE);
            requireExact(vectors);
            double forward = median(() -> embedder.encode(texts, AttentionTemperature.NONE));
            double json = median(() -> numbers(vectors));
            double base64 = median(() -> base64(vectors));
            System.out.printf("forward of %d x %d tokens (%s, %s): %.2f ms%n", TEXTS, TOKENS, embedder.backend().name(), embedder.backend().dtype().label(), forward);
            System.out.printf("as JSON numbers: %.2f ms, %.1f %% of it%n", json, 100 * json / forward);
            System.out.printf("as base64: %.2f ms, %.1f %% of it%n", base64, 100 * base64 / forward);
        }
    }

    private static byte[] numbers(List<float[]> vectors) {
        return Json.write(json -> {
            json.writeStartArray();
            for (float[] vector : vectors) {
                Json.writeVector(json, vector);
            }
            json.writeEndArray();
        });
    }

    private static byte[] base64(List<float[]> vectors) {
        return Json.write(json -> {
            json.writeStartArray();
            for (float[] vector : vectors) {
                json.writeString(Base64Floats.encode(vector));
            }
            json.writeEndArray();
        });
    }

    /** Every number reads back as the float it was. */
    private static void requireExact(List<float[]> vectors) throws IOException {
        var written = Json.read(numbers(vectors));
        for (int i = 0; i < vectors.size(); i++) {
            for (int j = 0; j < vectors.get(i).length; j++) {
                if (Float.parseFloat(written.get(i).get(j).asText()) != vectors.get(i)[j]) {
                    throw new IllegalStateException("component %d of vector %d is not what was written".formatted(j, i));
                }
            }
        }
    }

    private static double median(Runnable work) {
        double[] millis = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long start = System.nanoTime();
            work.run();
            if (round >= 0) {
                millis[round] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(millis);
        return millis[ROUNDS / 2];
    }
}
