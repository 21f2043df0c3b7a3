package dev.isotherm.server.cli;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.policy.EmbeddingPolicy;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.lab.embed.TextEmbedder;
import dev.isotherm.lab.measure.LengthBins;
import dev.isotherm.lab.report.Report;
import dev.isotherm.lab.report.Reports;
import dev.isotherm.server.config.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands of the length lab have in common: a model, a cache of its vectors, and where the report goes. */
final class LabFlags {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private ModelFlags model;

    @Option(names = "--cache", paramLabel = "<dir>",
            description = "Folder of vectors that were computed; the same run again goes on from there "
                    + "(default: .cache/isotherm/vectors below the home directory).")
    private Path cache;

    @Option(names = "--output", paramLabel = "<dir>", defaultValue = ".", description = "Folder of the report (default: this one).")
    private Path output;

    @Option(names = "--seed", paramLabel = "<n>", defaultValue = "1",
            description = "Of everything that is drawn by chance (default: ${DEFAULT-VALUE}).")
    private long seed;

    private volatile boolean finished;

    /** Does a command's work with the model as published. */
    void withEmbedder(Consumer<TextEmbedder> work) {
        try (TextEmbedder embedder = open()) {
            work.accept(embedder);
        } finally {
            // Nothing is left to go on with, or a sentence says why not.
            finished = true;
        }
    }

    private TextEmbedder open() {
        requireWritable();
        Embedder embedder = ModelFlags.load(model.options(EmbeddingPolicy.of(AttentionTemperature.NONE)));
        try {
            TextEmbedder opened = TextEmbedder.owning(embedder, cacheFolder(), Terminal.progress());
            warnWhenBrokenOff();
            return opened;
        } catch (RuntimeException e) {
            embedder.close();
            throw e;
        }
    }

    /** What {@code --bins} says. */
    static LengthBins lengths(String bins) {
        try {
            return LengthBins.parse(bins);
        } catch (IllegalArgumentException e) {
            throw new SettingException("bins: " + e.getMessage());
        }
    }

    long seed() {
        return seed;
    }

    Path output() {
        return output;
    }

    /** Says where something is. */
    void written(Path file) {
        command.commandLine().getOut().println("written: " + file);
        command.commandLine().getOut().flush();
    }

    /** Writes a report, prints what was found, and says where it is. */
    void publish(Report report, String name) {
        List<Path> written = Reports.write(report, output.resolve(name));
        report.findings().forEach(command.commandLine().getOut()::println);
        written.forEach(this::written);
    }

    /** How a report was made. */
    List<String> notes(TextEmbedder embedder) {
        Embedder loaded = embedder.embedder();
        List<String> notes = new ArrayList<>();
        notes.add("isotherm " + String.join(" ", command.commandLine().getParseResult().originalArgs()));
        notes.add("model %s, fingerprint %s, window %d tokens, %s by %s".formatted(loaded.model().id(), loaded.space().fingerprint(),
                loaded.model().maxInputTokens(), loaded.backend().dtype().label(), loaded.backend().name()));
        notes.add("seed %d, %s".formatted(seed, LocalDate.now()));
        return notes;
    }

    /** Said before hours of work, not after. */
    private void requireWritable() {
        try {
            Files.createDirectories(output);
        } catch (IOException e) {
            throw new SettingException("output", output, "a folder that can be made or written to");
        }
        if (!Files.isWritable(output)) {
            throw new SettingException("output", output, "a folder that can be written to");
        }
    }

    private Path cacheFolder() {
        return cache == null ? Path.of(System.getProperty("user.home"), ".cache", "isotherm", "vectors") : cache;
    }

    private void warnWhenBrokenOff() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!finished) {
                System.err.printf("%nstopped; what was embedded is kept in %s, and the same command goes on from there%n", cacheFolder());
            }
        }, "farewell"));
    }
}
