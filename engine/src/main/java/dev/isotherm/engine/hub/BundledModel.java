package dev.isotherm.engine.hub;

import dev.isotherm.engine.weights.OnnxWeights;
import dev.isotherm.engine.weights.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Models that come as Maven artifacts: weights (as ONNX) and tokenizer are the artifact's, the small files that describe the
 * model are resources beside this class.
 */
public enum BundledModel implements ModelFiles {
    BGE_SMALL_EN("BAAI/bge-small-en-v1.5", "bge-small-en-v1.5"),
    ALL_MINILM_L6("sentence-transformers/all-MiniLM-L6-v2", "all-minilm-l6-v2"),
    E5_SMALL("intfloat/e5-small-v2", "e5-small-v2");

    /** The model that is served when none is named. */
    public static final BundledModel DEFAULT = BGE_SMALL_EN;

    private final String id;
    private final String artifact;

    BundledModel(String id, String artifact) {
        this.id = id;
        this.artifact = artifact;
    }

    @Override
    public String id() {
        return id;
    }

    /** What its files are called in its Maven artifact, as in {@code bge-small-en-v1.5.onnx}. */
    public String artifact() {
        return artifact;
    }

    /** The bundled model of that id, in any case, whether or not its artifact is on the class path. */
    public static Optional<BundledModel> of(String id) {
        return Arrays.stream(values()).filter(m -> m.id.equalsIgnoreCase(id)).findFirst();
    }

    /** The ids of the models whose artifacts are on the class path. */
    public static String available() {
        return Arrays.stream(values()).filter(BundledModel::isPresent).map(m -> m.id).collect(Collectors.joining(", "));
    }

    @Override
    public Optional<byte[]> read(String name) {
        String resource = name.equals("tokenizer.json") ? "/" + artifact + "-tokenizer.json" : artifact + "/" + name;
        try (InputStream in = BundledModel.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new ModelException("%s: %s cannot be read: %s".formatted(id, name, e), e);
        }
    }

    @Override
    public Weights openWeights() {
        try (InputStream in = BundledModel.class.getResourceAsStream(weightsResource())) {
            if (in == null) {
                throw new ModelException(
                        "model %s is not on the class path; bundled here: %s".formatted(id, available()));
            }
            return OnnxWeights.read(in);
        } catch (IOException e) {
            throw new ModelException("%s: weights cannot be read: %s".formatted(id, e), e);
        }
    }

    /** Unpacking takes about as long as loading LibTorch does, so the two go on side by side. */
    @Override
    public Supplier<Weights> weightsAhead() {
        CompletableFuture<Weights> unpacked = CompletableFuture.supplyAsync(this::openWeights);
        return () -> {
            try {
                return unpacked.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        };
    }

    /** Whether its artifact is on the class path. */
    boolean isPresent() {
        return BundledModel.class.getResource(weightsResource()) != null;
    }

    private String weightsResource() {
        return "/" + artifact + ".onnx";
    }
}
