package dev.isotherm.server.cli;

import dev.isotherm.lab.analyze.AnalyzeOptions;
import dev.isotherm.lab.analyze.AnalyzedTexts;
import dev.isotherm.lab.analyze.Analyzer;
import dev.isotherm.lab.data.Texts;
import dev.isotherm.lab.embed.Role;
import dev.isotherm.lab.policy.Policy;
import dev.isotherm.server.config.SettingException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isotherm analyze}. */
@Command(name = "analyze", mixinStandardHelpOptions = true,
        description = "Says whether a model's embeddings of these texts collapse with length, and what attention temperatures do about it.",
        footer = {"", "Texts are a folder in BEIR's layout (corpus.jsonl), a file *.jsonl of strings or objects with text, or a file with one text a line."})
final class AnalyzeCommand implements Callable<Integer> {

    private static final int MAX_LAYER_SAMPLE = 1000;

    @Mixin
    private LabFlags lab;

    @Parameters(paramLabel = "<texts>", description = "Texts to analyze.")
    private Path source;

    @Option(names = "--policies", paramLabel = "<policies>", defaultValue = "1.0 0.8 first-half:0.5 blend:1.0,0.5",
            description = "Separated by spaces; the first is what the others are compared with. Each is an attention temperature, then "
                    + "perhaps +centre or +abtt:<n>, +mean or +late, as for evaluate (default: ${DEFAULT-VALUE}).")
    private String policies;

    @Option(names = "--bins", paramLabel = "<tokens>", defaultValue = "1,17,33,65,129,257,513,1025,2049,4097",
            description = "Where length bins begin (default: ${DEFAULT-VALUE}).")
    private String bins;

    @Option(names = "--role", paramLabel = "<role>", defaultValue = "document",
            description = "Which prompt texts get: document or query (default: ${DEFAULT-VALUE}).")
    private String role;

    @Option(names = "--limit", paramLabel = "<n>", defaultValue = "20000",
            description = "Texts that are looked at; of more, so many are drawn by chance (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--layer-sample", paramLabel = "<n>", defaultValue = "16",
            description = "Texts of the shortest and of the longest bin whose layers are looked into; 0 for none (default: ${DEFAULT-VALUE}).")
    private int layerSample;

    @Override
    public Integer call() {
        if (limit < 2) {
            throw new SettingException("limit", limit, "2 and more");
        }
        if (layerSample < 0 || layerSample > MAX_LAYER_SAMPLE) {
            throw new SettingException("layer-sample", layerSample, "0 to " + MAX_LAYER_SAMPLE);
        }
        AnalyzeOptions options = new AnalyzeOptions(Policy.parseAll(policies), LabFlags.lengths(bins), role(), layerSample, lab.seed());
        String name = source.toAbsolutePath().normalize().getFileName().toString();
        AnalyzedTexts texts = AnalyzedTexts.sample(name, Texts.read(source), limit, lab.seed());
        lab.withEmbedder(embedder -> lab.publish(new Analyzer(embedder, options).report(texts, lab.notes(embedder)), "analysis"));
        return 0;
    }

    private Role role() {
        return switch (role) {
            case "document" -> Role.DOCUMENT;
            case "query" -> Role.QUERY;
            default -> throw new SettingException("role", "'" + role + "'", "document or query");
        };
    }
}
