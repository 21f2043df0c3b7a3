package dev.isotherm.engine;

import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.text.Truncation;
import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** Models that tests share. */
public final class Embedders {

    private Embedders() {}

    public static Embedder load(BundledModel model, Dtype dtype) {
        return Embedder.load(EmbedderOptions.of(model.id()).with(ComputeOptions.automatic().withDtype(dtype)));
    }

    /** A random checkpoint among the test resources. */
    public static Path resource(String name) {
        try {
            return Path.of(Embedders.class.getResource("/models/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    public static Embedder tiny(String name) {
        return Embedder.load(
                EmbedderOptions.of(resource(name).toString()).with(ComputeOptions.automatic().withDtype(Dtype.FLOAT32)));
    }

    public static Tokens tokens(Embedder embedder, String text) {
        return embedder.tokenizer().encode(text, new Truncation(embedder.model().maxInputTokens(), Truncation.Side.RIGHT));
    }

    public static float[] alone(Embedder embedder, String text, AttentionTemperature temperature) {
        return embedder.encode(List.of(tokens(embedder, text)), temperature).get(0);
    }
}
