package dev.isotherm.engine;

import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.text.Truncation;
import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Models that tests share. */
public final class Embedders {

    private Embedders() {}

    public static Embedder load(BundledModel model, Dtype dtype) {
        return Embedder.load(EmbedderOptions.of(model.id()).with(ComputeOptions.automatic().withDtype(dtype)));
    }

    /** A random checkpoint among the test resources; from a jar it is unpacked. */
    public static Path resource(String name) {
        try {
            URI place = Embedders.class.getResource("/models/" + name).toURI();
            return place.getScheme().equals("jar") ? unpacked(place, name) : Path.of(place);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(name, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path unpacked(URI place, String name) throws IOException {
        Path folder = Files.createTempDirectory(name);
        folder.toFile().deleteOnExit();
        try (FileSystem jar = FileSystems.newFileSystem(place, Map.of()); Stream<Path> files = Files.walk(jar.getPath("/models/" + name))) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(jar.getPath("/models/" + name).relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
                copy.toFile().deleteOnExit();
            }
        }
        return folder;
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
