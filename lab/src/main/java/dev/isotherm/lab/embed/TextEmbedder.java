package dev.isotherm.lab.embed;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.Passage;
import dev.isotherm.engine.batch.Wanted;
import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.temperature.PassTemperature;
import dev.isotherm.engine.text.EncodedText;
import dev.isotherm.engine.text.Overflow;
import dev.isotherm.engine.text.Truncation;
import dev.isotherm.lab.data.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Embeds texts at the engine's speed, each once for a forward pass: the next texts are tokenized while a batch runs, and what was
 * computed is kept on disk. For one thread.
 */
public final class TextEmbedder implements AutoCloseable {

    /** Texts that are sorted by length together, so that batches are of equal lengths; their tokens are in memory at once. */
    private static final int SORTED = 4096;

    private final Embedder embedder;
    private final Path cache;
    private final Progress progress;
    private final ExecutorService tokenizing = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "tokenizing");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, VectorStore> stores = new HashMap<>();

    private record Prepared(String text, Passage passage) {}

    /**
     * @param cache folder of the vectors
     */
    public TextEmbedder(Embedder embedder, Path cache, Progress progress) {
        this.embedder = embedder;
        this.cache = cache;
        this.progress = progress;
        if (embedder.model().isClassifier()) {
            throw new DataException("model %s scores texts and has no vectors".formatted(embedder.model().id()));
        }
    }

    public Embedder embedder() {
        return embedder;
    }

    /**
     * Vectors of length 1, in the order given; of a blend the mean of its members, scaled to length 1 again.
     *
     * @param overflow {@link Overflow#TRUNCATE}, {@link Overflow#MEAN} or {@link Overflow#LATE}
     * @return [texts][D]
     */
    public float[][] embed(List<String> texts, Role role, AttentionTemperature temperature, Overflow overflow) {
        List<float[][]> members = new ArrayList<>();
        for (PassTemperature member : temperature.members()) {
            members.add(pass(texts, role, member, overflow));
        }
        return members.size() == 1 ? members.get(0) : IntStream.range(0, texts.size())
                .mapToObj(i -> Vectors.normalized(Vectors.mean(members, member -> i, member -> i + 1)))
                .toArray(float[][]::new);
    }

    /** Tokens of each text before truncation, prompt and special tokens included. */
    public int[] tokens(List<String> texts, Role role) {
        String prompt = prompt(role);
        return texts.stream().mapToInt(text -> embedder.tokenizer().encode(prompt + text).length()).toArray();
    }

    private float[][] pass(List<String> texts, Role role, PassTemperature temperature, Overflow overflow) {
        requirePossible(overflow);
        VectorStore store = store(role, temperature, overflow);
        List<String> missing = new ArrayList<>(new LinkedHashSet<>(texts.stream().filter(text -> !store.has(text)).toList()));
        if (!missing.isEmpty()) {
            progress.started("τ = %s, %s".formatted(temperature, role.label()), missing.size());
            embed(missing, prompt(role), temperature, overflow, store);
            progress.finished();
        }
        return texts.stream().map(text -> store.get(text).orElseThrow()).toArray(float[][]::new);
    }

    private void requirePossible(Overflow overflow) {
        if (overflow == Overflow.LATE && embedder.model().pooling() != Pooling.MEAN) {
            throw new DataException("policy with +late: %s pools by %s, late is for models that pool by mean; +mean is possible"
                    .formatted(embedder.model().id(), embedder.model().pooling().label()));
        }
    }

    private void embed(List<String> texts, String prompt, PassTemperature temperature, Overflow overflow, VectorStore store) {
        CompletableFuture<List<Prepared>> next = prepare(texts, 0, prompt, overflow);
        for (int from = 0; from < texts.size(); from += SORTED) {
            List<Prepared> prepared = next.join();
            next = prepare(texts, from + SORTED, prompt, overflow);
            for (int start = 0; start < prepared.size(); ) {
                int end = batchEnd(prepared, start);
                write(prepared.subList(start, end), temperature, store);
                start = end;
            }
        }
    }

    /** As many as fill a batch: what is written down after each costs no more than one when the run is broken off. */
    private int batchEnd(List<Prepared> texts, int start) {
        long tokens = 0;
        int end = start;
        while (end < texts.size() && texts.get(end).passage().wanted() == texts.get(start).passage().wanted()) {
            tokens += texts.get(end).passage().used();
            if (end > start && tokens > embedder.backend().batchTokens()) {
                break;
            }
            end++;
        }
        return end;
    }

    private void write(List<Prepared> texts, PassTemperature temperature, VectorStore store) {
        List<float[]> vectors = embedder.encodePassages(texts.stream().map(Prepared::passage).toList(), temperature);
        for (int i = 0; i < texts.size(); i++) {
            store.put(texts.get(i).text(), Vectors.normalized(vectors.get(i)));
        }
        progress.advanced(texts.size());
    }

    /** Tokenizes and sorts, elsewhere. */
    private CompletableFuture<List<Prepared>> prepare(List<String> texts, int from, String prompt, Overflow overflow) {
        return CompletableFuture.supplyAsync(() -> texts.subList(Math.min(from, texts.size()), Math.min(from + SORTED, texts.size())).stream()
                .map(text -> new Prepared(text, passage(text, prompt, overflow)))
                // Windows of long texts beside each other are as long as each other.
                .sorted(Comparator.comparing((Prepared prepared) -> prepared.passage().wanted())
                        .thenComparingInt(prepared -> -prepared.passage().used()))
                .toList(), tokenizing);
    }

    private Passage passage(String text, String prompt, Overflow overflow) {
        int window = embedder.model().maxInputTokens();
        EncodedText whole = embedder.tokenizer().encode(prompt + text);
        if (whole.length() <= window || overflow == Overflow.TRUNCATE) {
            return Passage.of(whole.cut(new Truncation(window, Truncation.Side.RIGHT)), Wanted.TEXT);
        }
        int repeated = prompt.isEmpty() ? 0 : embedder.tokenizer().encode(prompt).commonStart(whole);
        return Passage.of(whole, window, repeated, overflow);
    }

    /** What stands before each text of a role. */
    public String prompt(Role role) {
        return role.prompt(embedder.space(), embedder.model());
    }

    /** Number formats of one class make vectors of one space, but not the same vectors. */
    private VectorStore store(Role role, PassTemperature temperature, Overflow overflow) {
        ModelDescription model = embedder.model();
        String name = "%s-%s-%s-%d-%s".formatted(
                embedder.space().with(temperature).fingerprint(), role.label(),
                embedder.backend().dtype().label(), model.maxInputTokens(), overflow.label());
        return stores.computeIfAbsent(name, key -> VectorStore.open(cache, key, embedder.space().dimensions()));
    }

    @Override
    public void close() {
        tokenizing.shutdownNow();
        stores.values().forEach(VectorStore::close);
    }
}
