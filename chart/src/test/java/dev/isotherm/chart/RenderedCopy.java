package dev.isotherm.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The chart as the Helm library shows all of it. The library says that it meets Kubernetes 1.20, which cannot be set, and
 * leaves out hooks and notes: the copy does not ask for a version, its test is a pod like any other and its notes are in a ConfigMap.
 */
final class RenderedCopy {

    /** Name of the ConfigMap. */
    static final String NOTES = "notes";

    private RenderedCopy() {}

    static Path make(Path chart, Path copy) {
        try (Stream<Path> files = Files.walk(chart)) {
            clear(copy);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(chart.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
            edit(copy.resolve("Chart.yaml"), "kubeVersion:.*");
            edit(copy.resolve("templates/tests/embed.yaml"), " +helm.sh/hook: test");
            Path notes = copy.resolve("templates/NOTES.txt");
            Files.writeString(copy.resolve("templates/_notes.tpl"), "{{ define \"notes\" }}" + Files.readString(notes) + "{{ end }}");
            Files.writeString(copy.resolve("templates/notes.yaml"),
                    "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {notes: {{ include \"notes\" . | quote }}}}".formatted(NOTES));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an earlier run copied and the chart no longer has. */
    private static void clear(Path copy) throws IOException {
        if (Files.exists(copy)) {
            try (Stream<Path> old = Files.walk(copy)) {
                for (Path file : old.filter(Files::isRegularFile).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void edit(Path file, String line) throws IOException {
        List<String> kept = Files.readAllLines(file).stream().filter(text -> !text.matches(line)).toList();
        if (kept.size() == Files.readAllLines(file).size()) {
            throw new AssertionError("%s has no line %s".formatted(file, line));
        }
        Files.write(file, kept);
    }
}
