package dev.isotherm.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The chart, rendered by Helm itself. */
final class Chart {

    static final Path DIRECTORY = Path.of("..", "helm", "isotherm").toAbsolutePath().normalize();

    /** Names that occur nowhere in the chart, so that what depends on them is seen. */
    static final String RELEASE = "vectors";

    static final String NAMESPACE = "search";
    static final String FULL_NAME = "vectors-isotherm";

    private static final Path RENDERED = RenderedCopy.make(DIRECTORY, Path.of("target", "chart").toAbsolutePath());

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Chart() {}

    private static Helm helm() {
        return new Helm(RENDERED);
    }

    /**
     * @param values in YAML, over the chart's own
     * @return the objects, the pod of {@code helm test} among them
     * @throws IllegalStateException with Helm's message when it refuses them
     */
    static Objects render(String values) {
        return new Objects(everything(values).stream().filter(object -> !isNotes(object)).toList());
    }

    /** What Helm prints when it has installed the chart. */
    static String notes(String values) {
        return everything(values).stream().filter(Chart::isNotes).findFirst().orElseThrow().at("/data/notes").asText();
    }

    private static boolean isNotes(JsonNode object) {
        return object.at("/metadata/name").asText().equals(RenderedCopy.NOTES);
    }

    private static List<JsonNode> everything(String values) {
        return withFile(values, file -> parse(
                helm().template().withName(RELEASE).withNamespace(NAMESPACE).withValuesFile(file).call()));
    }

    static List<JsonNode> parse(String yaml) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            return documents.readAll().stream().filter(node -> !node.isNull() && !node.isMissingNode()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(yaml, e);
        }
    }

    static String read(String file) {
        try {
            return Files.readString(DIRECTORY.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Helm is asked with a file of values. */
    interface Use<T> {
        T of(Path file);
    }

    static <T> T withFile(String values, Use<T> use) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            try {
                return use.of(Files.writeString(file, values));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
