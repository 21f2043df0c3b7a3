package dev.isotherm.server.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The {@code isotherm} command. */
@Command(
        name = "isotherm",
        description = "Embedding server with an attention temperature in every softmax.",
        subcommands = {
            ServeCommand.class, EmbedCommand.class, DownloadCommand.class, ModelsCommand.class, HealthCommand.class,
            AnalyzeCommand.class, EvaluateCommand.class, CalibrateCommand.class, GenerateCommand.class,
            HelpCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class)
public final class Main {

    public static void main(String[] arguments) {
        int exitCode = commandLine().execute(arguments);
        // The server's own threads keep the process alive; everything else is done here.
        if (exitCode != ServeCommand.SERVING) {
            System.exit(exitCode);
        }
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main())
                .setExecutionExceptionHandler(new OperatorErrors())
                .setUsageHelpAutoWidth(true)
                // @file is a policy's, for those flags that take one.
                .setExpandAtFiles(false);
        EnvironmentDefaults defaults = new EnvironmentDefaults(System.getenv());
        commandLine.getSubcommands().values().forEach(command -> command.setDefaultValueProvider(defaults));
        return commandLine;
    }
}
