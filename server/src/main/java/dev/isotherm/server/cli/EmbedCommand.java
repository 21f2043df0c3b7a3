package dev.isotherm.server.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.pooling.SparseVector;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.server.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code isotherm embed}. */
@Command(name = "embed", mixinStandardHelpOptions = true,
        description = "Prints one JSON line a text, without a server.",
        footer = "%nEvery flag is also an environment variable: --model-id is ISOTHERM_MODEL_ID.")
final class EmbedCommand implements Callable<Integer> {

    /** Lines of standard input that are embedded together. */
    private static final int LINES = 256;

    @Mixin
    private ModelFlags model;

    @Mixin
    private TemperatureFlag temperature;

    @Parameters(paramLabel = "<text>", description = "Texts to embed; without any, the lines of standard input.")
    private List<String> texts = List.of();

    @Override
    public Integer call() throws IOException {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        try (Embedder embedder = ModelFlags.load(model.options(temperature.policy()))) {
            if (texts.isEmpty()) {
                embedLines(embedder, out);
            } else {
                print(embedder, texts, out);
            }
        }
        return 0;
    }

    private static void embedLines(Embedder embedder, PrintStream out) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<String> lines = new ArrayList<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            lines.add(line);
            if (lines.size() == LINES || !in.ready()) {
                print(embedder, lines, out);
                lines.clear();
            }
        }
    }

    private static void print(Embedder embedder, List<String> texts, PrintStream out) {
        List<Tokens> tokens = embedder.tokens(texts);
        List<float[]> vectors = embedder.encode(tokens, embedder.space().document());
        for (int i = 0; i < vectors.size(); i++) {
            float[] vector = vectors.get(i);
            out.writeBytes(embedder.model().isSparse()
                    ? line(tokens.get(i), json -> write(json, SparseVector.of(vector)))
                    : line(tokens.get(i), json -> write(json, vector)));
            out.write('\n');
        }
        out.flush();
    }

    private static byte[] line(Tokens tokens, Json.Body vector) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeNumberField("tokens", tokens.total());
            json.writeBooleanField("truncated", tokens.truncated());
            vector.write(json);
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, float[] vector) throws IOException {
        json.writeFieldName("embedding");
        Json.writeVector(json, vector);
    }

    private static void write(JsonGenerator json, SparseVector vector) throws IOException {
        json.writeFieldName("indices");
        json.writeArray(vector.indices(), 0, vector.indices().length);
        json.writeFieldName("values");
        Json.writeVector(json, vector.values());
    }
}
