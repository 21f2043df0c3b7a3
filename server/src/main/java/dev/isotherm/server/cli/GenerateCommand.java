package dev.isotherm.server.cli;

import dev.isotherm.lab.generate.Needle;
import dev.isotherm.lab.generate.Passkey;
import dev.isotherm.server.config.SettingException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isotherm generate}. */
@Command(name = "generate", mixinStandardHelpOptions = true,
        description = "Writes a collection of long texts with one fact in each, for evaluate and calibrate.")
final class GenerateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "<task>", description = "passkey (a number in repeated filler) or needle (a fact in an essay).")
    private String task;

    @Parameters(index = "1", paramLabel = "<folder>", description = "Where it goes; must not exist, or be empty.")
    private Path folder;

    @Option(names = "--tokens", paramLabel = "<n>", defaultValue = "512",
            description = "Length of a document; its words are at most three quarters of it (default: ${DEFAULT-VALUE}).")
    private int tokens;

    @Option(names = "--documents", paramLabel = "<n>", defaultValue = "100", description = "For each seed (default: ${DEFAULT-VALUE}).")
    private int documents;

    @Option(names = "--queries", paramLabel = "<n>", defaultValue = "50", description = "For each seed (default: ${DEFAULT-VALUE}).")
    private int queries;

    @Option(names = "--seeds", paramLabel = "<n>", defaultValue = "4",
            description = "Independent groups; a query is ranked within its own (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--seed", paramLabel = "<n>", defaultValue = "1", description = "Of the first group (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() {
        try {
            write();
        } catch (IllegalArgumentException e) {
            throw new SettingException(e.getMessage());
        }
        spec.commandLine().getOut().println("written: " + folder);
        return 0;
    }

    private void write() {
        switch (task) {
            case "passkey" -> new Passkey(tokens, documents, queries, seeds, seed).write(folder);
            case "needle" -> new Needle(tokens, documents, queries, seeds, seed).write(folder);
            default -> throw new SettingException("task", task, "passkey or needle");
        }
    }
}
