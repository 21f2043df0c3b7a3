package dev.isotherm.server.cli;

import dev.isotherm.server.config.SettingException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every flag is an environment variable too: {@code --max-batch-tokens} is {@code ISOTHERM_MAX_BATCH_TOKENS}. */
final class EnvironmentDefaults implements IDefaultValueProvider {

    private static final String PREFIX = "ISOTHERM_";

    /** The launcher's, and what images call their version. */
    private static final List<String> OTHERS = List.of("ISOTHERM_JAVA_OPTIONS", "ISOTHERM_VERSION");

    /** Given to every pod beside a Service whose name begins with "isotherm". */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile("ISOTHERM_(?:[A-Z0-9_]+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?|PORT(?:_[0-9]+_(?:TCP|UDP)(?:_[A-Z]+)?)?)");

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

    /**
     * @param options of all commands, since one environment may serve several
     * @throws SettingException when a variable that looks like a flag's is none's
     */
    void requireKnown(Stream<OptionSpec> options) {
        Set<String> known = options.map(option -> variable(option.names()[0])).collect(Collectors.toSet());
        known.addAll(OTHERS);
        environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !known.contains(name) && !OF_KUBERNETES.matcher(name).matches())
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new SettingException("environment variable %s is no setting; isotherm serve --help lists them".formatted(name));
                });
    }

    static String variable(String flag) {
        return PREFIX + flag.replaceFirst("^--", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
