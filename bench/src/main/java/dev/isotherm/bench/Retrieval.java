package dev.isotherm.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.text.Truncation;
import dev.isotherm.engine.torch.Dtype;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a number format costs in quality, ours and the peer's by the same yardstick: NDCG@10 over a test collection in BEIR's layout,
 * and the smallest cosine of any of its texts to our float32. Arguments: folder, model (ALL_MINILM_L6). Windows are 512 tokens.
 */
public final class Retrieval {

    private static final int WINDOW = 512;
    private static final int CUTOFF = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Tokens> documents = new LinkedHashMap<>();
    private final Map<String, Tokens> queries = new LinkedHashMap<>();
    private final Map<String, Map<String, Integer>> relevant = new HashMap<>();

    private Retrieval() {}

    public static void main(String[] arguments) throws IOException {
        BundledModel model = arguments.length > 1 ? BundledModel.valueOf(arguments[1]) : BundledModel.ALL_MINILM_L6;
        try (Isotherm float32 = Isotherm.of(model, Dtype.FLOAT32);
                Contender bfloat16 = Isotherm.of(model, Dtype.BFLOAT16);
                Contender int8 = Isotherm.of(model, Dtype.INT8);
                Contender peer = new OnnxPeer(model, false, Runtime.getRuntime().availableProcessors());
                Contender peerInt8 = new OnnxPeer(model, true, Runtime.getRuntime().availableProcessors())) {
            Retrieval collection = new Retrieval();
            collection.read(Path.of(arguments[0]), float32.embedder());
            List<float[]> reference = collection.embed(float32);
            System.out.printf("%s, %d documents, %d queries%n%n| | NDCG@10 | smallest cosine to %s |%n|---|---|---|%n",
                    model.id(), collection.documents.size(), collection.queries.size(), float32.name());
            for (Contender contender : List.of(float32, bfloat16, int8, peer, peerInt8)) {
                List<float[]> vectors = contender == float32 ? reference : collection.embed(contender);
                System.out.printf("| %s | %.2f | %.5f |%n",
                        contender.name(), 100 * collection.ndcg(vectors), Cosine.smallest(vectors, reference));
            }
        }
    }

    private void read(Path folder, Embedder embedder) throws IOException {
        for (String line : Files.readAllLines(folder.resolve("corpus.jsonl"))) {
            JsonNode document = JSON.readTree(line);
            String text = (document.path("title").asText() + " " + document.path("text").asText()).strip();
            documents.put(document.path("_id").asText(), tokens(embedder, "document", text));
        }
        for (String line : Files.readAllLines(folder.resolve("qrels").resolve("test.tsv"))) {
            String[] fields = line.split("\t");
            if (fields[2].matches("\\d+")) {
                relevant.computeIfAbsent(fields[0], query -> new HashMap<>()).put(fields[1], Integer.parseInt(fields[2]));
            }
        }
        for (String line : Files.readAllLines(folder.resolve("queries.jsonl"))) {
            JsonNode query = JSON.readTree(line);
            if (relevant.containsKey(query.path("_id").asText())) {
                queries.put(query.path("_id").asText(), tokens(embedder, "query", query.path("text").asText()));
            }
        }
    }

    private static Tokens tokens(Embedder embedder, String side, String text) {
        Map<String, String> prompts = embedder.model().prompts();
        String prompt = prompts.getOrDefault(side, side.equals("document") ? prompts.getOrDefault("passage", "") : "");
        return embedder.tokenizer().encode(prompt + text, new Truncation(WINDOW, Truncation.Side.RIGHT));
    }

    /** Vectors of all documents, then of all queries. */
    private List<float[]> embed(Contender contender) {
        List<Tokens> texts = new ArrayList<>(documents.values());
        texts.addAll(queries.values());
        return contender.embed(texts, Feeding.SORTED);
    }

    private double ndcg(List<float[]> vectors) {
        List<String> ids = List.copyOf(documents.keySet());
        double sum = 0;
        int at = ids.size();
        for (String query : queries.keySet()) {
            float[] asked = vectors.get(at++);
            List<String> best = IntStream.range(0, ids.size()).boxed()
                    .sorted(Comparator.comparingDouble(i -> -Cosine.of(asked, vectors.get(i))))
                    .limit(CUTOFF).map(ids::get).toList();
            sum += gain(best.stream().map(id -> relevant.get(query).getOrDefault(id, 0)).toList())
                    / gain(relevant.get(query).values().stream().sorted(Comparator.reverseOrder()).limit(CUTOFF).toList());
        }
        return sum / queries.size();
    }

    /** Discounted cumulative gain of these grades, in order. */
    private static double gain(List<Integer> grades) {
        return IntStream.range(0, grades.size()).mapToDouble(i -> grades.get(i) * Math.log(2) / Math.log(i + 2)).sum();
    }
}
