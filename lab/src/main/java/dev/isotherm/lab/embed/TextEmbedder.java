package dev.isotherm.lab.embed;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.Passage;
import dev.isotherm.engine.PromptTokens;
import dev.isotherm.engine.batch.Wanted;
import dev.isotherm.engine.hub.ModelDescription;
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

/**
 * Embeds texts at the engine's speed, each once for a forward pass: some thousand are tokenized on all processors, embedded in batches of like
 * lengths, and kept on disk. For one thread.
 */
public final class TextEmbedder implements AutoCloseable {

    /** Texts that are sorted by length together, so that batches are of equal lengths; their tokens are in memory at once. */
    private static final int SORTED = 4096;

    /** Fewer of long ones, so that those tokens have a bound. */
    private static final int SORTED_CHARACTERS = 16_000_000;

    private final Embedder embedder;
    private final Path cache;
    private final Progress progress;
    private final Runnable afterwards;
    private final Map<String, VectorStore> stores = new HashMap<>();

    private record Prepared(String text, Passage passage) {

        /** What the windows take of a batch, with the prompt that each of them repeats. */
        int tokens() {
            return passage.windows().stream().mapToInt(window -> window.tokens().count()).sum();
        }
    }

    /**
     * @param embedder stays open when this is closed
     * @param cache folder of the vectors
     * @throws DataException when the model has no vectors, or sparse ones
     */
    public TextEmbedder(Embedder embedder, Path cache, Progress progress) {
        this(embedder, cache, progress, () -> { });
    }

    private TextEmbedder(Embedder embedder, Path cache, Progress progress, Runnable afterwards) {
        this.embedder = embedder;
        this.cache = cache;
        this.progress = progress;
        this.afterwards = afterwards;
        if (embedder.model().isClassifier()) {
            throw new DataException("model %s scores texts and has no vectors".formatted(embedder.model().id()));
        }
        if (embedder.model().isSparse()) {
            throw new DataException("model %s yields sparse vectors, the lab is for dense ones".formatted(embedder.model().id()));
        }
    }

    /** One whose embedder is closed with it. */
    public static TextEmbedder owning(Embedder embedder, Path cache, Progress progress) {
        return new TextEmbedder(embedder, cache, progress, embedder::close);
    }

    public Embedder embedder() {
        return embedder;
    }

    /**
     * Vectors of length 1, in the order given; of a blend the mean of its members, scaled to length 1 again.
     *
     * @param overflow {@link Overflow#TRUNCATE}, {@link Overflow#MEAN} or {@link Overflow#LATE}
     * @return [texts][D]
     * @throws DataException when the model cannot do that with long texts, or the cache cannot be used
     */
    public float[][] embed(List<String> texts, Role role, AttentionTemperature temperature, Overflow overflow) {
        requirePossible(overflow);
        List<VectorStore> members = temperature.members().stream().map(member -> complete(texts, role, member, overflow)).toList();
        return texts.stream().map(text -> mean(members, text)).toArray(float[][]::new);
    }

    /**
     * @throws DataException when the model cannot do that with texts beyond its window; better said before hours of work
     */
    public void requirePossible(Overflow overflow) {
        if (overflow == Overflow.ERROR) {
            throw new DataException("policy: overflow is error, allowed is truncate, mean or late");
        }
        if (overflow == Overflow.LATE && !embedder.model().poolsByMeanAlone()) {
            throw new DataException("policy with +late: late is for models whose vectors are the mean of their tokens' and nothing else, %s's are not; "
                    .formatted(embedder.model().id()) + "+mean is possible");
        }
    }

    /** Tokens of each text before truncation, prompt and special tokens included. */
    public int[] tokens(List<String> texts, Role role) {
        String prompt = prompt(role);
        return texts.stream().mapToInt(text -> embedder.tokenizer().encode(prompt + text).length()).toArray();
    }

    private static float[] mean(List<VectorStore> members, String text) {
        List<float[][]> vectors = members.stream().map(member -> new float[][] {member.get(text).orElseThrow()}).toList();
        return vectors.size() == 1 ? vectors.get(0)[0] : Vectors.normalized(Vectors.mean(vectors, member -> 0, member -> 1));
    }

    /** The vectors of one forward pass, with all of the texts among them. */
    private VectorStore complete(List<String> texts, Role role, PassTemperature temperature, Overflow overflow) {
        VectorStore store = store(role, temperature, overflow);
        List<String> missing = new ArrayList<>(new LinkedHashSet<>(texts.stream().filter(text -> !store.has(text)).toList()));
        if (!missing.isEmpty()) {
            progress.started("τ = %s, %s".formatted(temperature, role.label()), missing.size());
            try {
                embed(missing, prompt(role), temperature, overflow, store);
            } finally {
                progress.finished();
            }
        }
        return store;
    }

    private void embed(List<String> texts, String prompt, PassTemperature temperature, Overflow overflow, VectorStore store) {
        for (List<String> portion : portions(texts)) {
            List<Prepared> prepared = prepare(portion, prompt, overflow);
            for (int start = 0; start < prepared.size(); ) {
                int end = batchEnd(prepared, start);
                write(prepared.subList(start, end), temperature, store);
                start = end;
            }
        }
    }

    /** In the order given. */
    static List<List<String>> portions(List<String> texts) {
        List<List<String>> portions = new ArrayList<>();
        int start = 0;
        long characters = 0;
        for (int i = 0; i < texts.size(); i++) {
            int length = texts.get(i).length();
            if (i - start == SORTED || i > start && characters + length > SORTED_CHARACTERS) {
                portions.add(texts.subList(start, i));
                start = i;
                characters = 0;
            }
            characters += length;
        }
        portions.add(texts.subList(start, texts.size()));
        return portions;
    }

    /** As many as fill a batch: what is written down after each costs no more than one when the run is broken off. */
    private int batchEnd(List<Prepared> texts, int start) {
        long tokens = 0;
        int end = start;
        while (end < texts.size() && texts.get(end).passage().wanted() == texts.get(start).passage().wanted()) {
            tokens += texts.get(end).tokens();
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

    /** Not beside a forward pass: on a CPU its threads would wait for the one that shares a processor with the tokenizer. */
    private List<Prepared> prepare(List<String> texts, String prompt, Overflow overflow) {
        int unpooled = PromptTokens.unpooled(embedder.model(), embedder.tokenizer(), prompt);
        return texts.parallelStream()
                .map(text -> new Prepared(text, passage(text, prompt, overflow).passingOver(unpooled)))
                // Windows of long texts beside each other are as long as each other.
                .sorted(Comparator.comparing((Prepared prepared) -> prepared.passage().wanted())
                        .thenComparingInt(prepared -> -prepared.passage().used()))
                .toList();
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
        stores.values().forEach(VectorStore::close);
        afterwards.run();
    }
}
