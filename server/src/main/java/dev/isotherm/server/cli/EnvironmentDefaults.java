package dev.isotherm.server.cli;

import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every flag is an environment variable too: {@code --max-batch-tokens} is {@code ISOTHERM_MAX_BATCH_TOKENS}. */
final class EnvironmentDefaults implements IDefaultValueProvider {

    private static final String PREFIX = "ISOTHERM_";

    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        // --help and --version are no settings: images often carry an ISOTHERM_VERSION of their own.
        if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
            return null;
        }
        String value = environment.get(variable(option.names()[0]));
        // Kubernetes gives every pod beside a Service named "isotherm" the variable ISOTHERM_PORT=tcp://…
        return value == null || value.startsWith("tcp://") ? null : value;
    }

    static String variable(String flag) {
        return PREFIX + flag.replaceFirst("^--", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
