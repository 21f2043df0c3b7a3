package dev.isotherm.engine;

import dev.isotherm.engine.EmbeddingSpace.Recipe;
import dev.isotherm.engine.batch.BatchPlanner;
import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.batch.Wanted;
import dev.isotherm.engine.hub.Hub;
import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.hub.ModelDescriptionReader;
import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.engine.hub.ModelFiles;
import dev.isotherm.engine.hub.Models;
import dev.isotherm.engine.model.Encoder;
import dev.isotherm.engine.model.ForwardException;
import dev.isotherm.engine.model.LoadedEncoder;
import dev.isotherm.engine.model.ModelFamily;
import dev.isotherm.engine.model.ModelMemory;
import dev.isotherm.engine.model.Output;
import dev.isotherm.engine.policy.EmbeddingPolicy;
import dev.isotherm.engine.policy.PolicyException;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.HuggingFaceTokenizer;
import dev.isotherm.engine.text.Tokenizer;
import dev.isotherm.engine.text.TokenizerNatives;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.text.Truncation;
import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.TorchNatives;
import dev.isotherm.engine.weights.Weights;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A model ready to embed texts inside this process. The parts are public, so that a server can put a queue between tokenizing
 * and encoding; {@link #embed} does it all on the calling thread.
 */
public final class Embedder implements AutoCloseable {

    private final ModelDescription model;
    private final Tokenizer tokenizer;
    private final List<Encoder> encoders;
    private final List<Backend> backends;
    private final EmbeddingSpace space;

    private Embedder(
            ModelDescription model, Tokenizer tokenizer, List<Encoder> encoders, List<Backend> backends, EmbeddingSpace space) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.encoders = List.copyOf(encoders);
        this.backends = List.copyOf(backends);
        this.space = space;
    }

    /**
     * Loads natives, model and tokenizer.
     *
     * @throws dev.isotherm.engine.hub.ModelException when the model cannot be used
     * @throws dev.isotherm.engine.hub.client.HubException when it is meant to come from a hub and cannot be had
     * @throws dev.isotherm.engine.weights.WeightsException when its weights cannot be used
     * @throws dev.isotherm.engine.policy.PolicyException when the policy is not for this model
     * @throws dev.isotherm.engine.torch.BackendException when the device or dtype is not to be had
     */
    public static Embedder load(EmbedderOptions options) {
        return load(options, Models.locate(options.model(), Hub.of(System.getenv())));
    }

    /** Loads a model from files that were located already. */
    public static Embedder load(EmbedderOptions options, ModelFiles files) {
        TorchNatives.unpackTo(options.compute().nativeCache());
        ModelDescription model = new ModelDescriptionReader(files, ModelFamily::positions).read(options.overrides());
        SparseSettings.require(model, options.policy());
        Supplier<Weights> ahead = files.weightsAhead();
        String tokenizerHash = TokenizerIdentity.hash(model.tokenizerJson());
        List<Backend> backends = Backend.chooseAll(options.compute(), ModelFamily.of(model.config()).exceedsFloat16());
        backends.forEach(backend -> requireMemory(model, backend));
        TokenizerNatives.configure(options.compute().nativeCache());
        Tokenizer tokenizer = tokenizer(model);
        try (Weights weights = files.withModules(ahead.get(), model.modules())) {
            List<LoadedEncoder> loaded = load(model, weights, backends);
            TorchNatives.keepMemory();
            LoadedEncoder first = loaded.get(0);
            EmbeddingSpace space = EmbeddingSpace.of(
                    model, first.weightsHash(), tokenizerHash, first.encoder().dimensions(), options.policy(), backends.get(0).dtype());
            requireMeantFor(space, options.policy());
            return new Embedder(model, tokenizer, loaded.stream().map(LoadedEncoder::encoder).toList(), backends, space);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** One for each device, or none. */
    private static List<LoadedEncoder> load(ModelDescription model, Weights weights, List<Backend> backends) {
        List<LoadedEncoder> loaded = new ArrayList<>();
        try {
            backends.forEach(backend -> loaded.add(ModelFamily.load(model, weights, backend)));
            return loaded;
        } catch (RuntimeException e) {
            loaded.forEach(one -> one.encoder().close());
            throw e;
        }
    }

    /** Means of one model's vectors are noise to another's. */
    private static void requireMeantFor(EmbeddingSpace space, EmbeddingPolicy policy) {
        String published = space.with(AttentionTemperature.NONE).fingerprint();
        policy.space().filter(meant -> !meant.equals(published)).ifPresent(meant -> {
            throw new PolicyException("the policy was made for space %s, this model embeds into %s with these settings: calibrate again"
                    .formatted(meant, published));
        });
        Stream.of(policy.query(), policy.document()).flatMap(side -> side.centring().stream())
                .filter(centring -> centring.mean().length != space.dimensions())
                .findFirst()
                .ifPresent(centring -> {
                    throw new PolicyException("the policy's mean has %d numbers, the model's vectors have %d"
                            .formatted(centring.mean().length, space.dimensions()));
                });
    }

    /** Said before anything large is fetched or read. */
    private static void requireMemory(ModelDescription model, Backend backend) {
        ModelMemory needed = ModelFamily.memory(model, backend.dtype(), backend.batchTokens());
        backend.memoryBytes().ifPresent(present -> needed.requireAtMost(present, model.id(), backend));
    }

    private static Tokenizer tokenizer(ModelDescription model) {
        try {
            return HuggingFaceTokenizer.of(model.tokenizerJson());
        } catch (IllegalArgumentException e) {
            throw new ModelException("model %s: %s".formatted(model.id(), e.getMessage()), e);
        }
    }

    public ModelDescription model() {
        return model;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** The first device's. */
    public Encoder encoder() {
        return encoders.get(0);
    }

    /** One for each device. */
    public List<Encoder> encoders() {
        return encoders;
    }

    /** The first device's. */
    public Backend backend() {
        return backends.get(0);
    }

    /** One for each device. */
    public List<Backend> backends() {
        return backends;
    }

    /** The space of vectors made with the options this was loaded with. */
    public EmbeddingSpace space() {
        return space;
    }

    /** Tokenizes with the model's default prompt, cuts at the window's right end, and embeds as documents, in the order given. */
    public List<float[]> embed(List<String> texts) {
        return encode(tokens(texts), space.document());
    }

    /** With the model's default prompt, cut at the window's right end. */
    public List<Tokens> tokens(List<String> texts) {
        Truncation window = new Truncation(model.maxInputTokens(), Truncation.Side.RIGHT);
        String prompt = model.defaultPrompt();
        int unpooled = PromptTokens.unpooled(model, tokenizer, prompt);
        return texts.stream().map(text -> tokenizer.encode(prompt + text, window).passingOver(unpooled)).toList();
    }

    /** Embeds tokenized texts as one side of a search is embedded, in the order given. */
    public List<float[]> encode(List<Tokens> texts, Recipe recipe) {
        List<float[]> vectors = encode(texts, recipe.temperature());
        return recipe.centring().map(centring -> vectors.stream()
                .map(vector -> Vectors.normalized(centring.apply(Vectors.normalized(vector))))
                .toList()).orElse(vectors);
    }

    /** Embeds tokenized texts in batches, in the order given; vectors have length 1 where the model asks for it. */
    public List<float[]> encode(List<Tokens> texts, AttentionTemperature temperature) {
        return encodePassages(texts.stream().map(text -> Passage.of(text, Wanted.TEXT)).toList(), temperature).stream()
                .map(vector -> model.normalize() ? Vectors.normalized(vector) : vector)
                .toList();
    }

    /**
     * Embeds texts in batches, in the order given.
     *
     * @param passages of which the same is wanted
     * @return for each what {@link Passage#vector} makes of its rows
     * @throws ForwardException when the model is a classifier
     */
    public List<float[]> encodePassages(List<Passage> passages, AttentionTemperature temperature) {
        if (model.isClassifier()) {
            throw new ForwardException("the model is a classifier, which yields no vectors");
        }
        List<Sequence> sequences = passages.stream().flatMap(passage -> passage.sequences(temperature).stream()).toList();
        List<float[][]> rows = rows(sequences);
        List<float[]> vectors = new ArrayList<>(passages.size());
        int next = 0;
        for (Passage passage : passages) {
            int count = passage.sequenceCount(temperature);
            vectors.add(passage.vector(rows.subList(next, next + count)));
            next += count;
        }
        return vectors;
    }

    private List<float[][]> rows(List<Sequence> sequences) {
        BatchPlanner planner = new BatchPlanner(backend().batchTokens());
        List<Sequence> waiting = new ArrayList<>(sequences);
        Map<Sequence, float[][]> rows = new IdentityHashMap<>();
        while (!waiting.isEmpty()) {
            List<Sequence> batch = planner.plan(waiting, Sequence::length);
            Output output = encoder().encode(PackedBatch.pack(batch, encoder().layers()));
            for (int i = 0; i < batch.size(); i++) {
                rows.put(batch.get(i), output.rows(i));
            }
            waiting.removeIf(rows::containsKey);
        }
        return sequences.stream().map(rows::get).toList();
    }

    @Override
    public void close() {
        encoders.forEach(Encoder::close);
        tokenizer.close();
    }
}
