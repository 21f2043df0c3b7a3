package dev.isotherm.server.cli;

import dev.isotherm.server.config.Tracing;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Flags that say what can be seen of the server. */
final class ObservationFlags {

    /** Which appender of logback.xml is used. */
    private static final String LOG_FORMAT = "isotherm.log.format";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--otlp-endpoint", paramLabel = "<url>",
            description = "Collector that takes traces by OTLP over HTTP, such as http://localhost:4318 (default: no traces).")
    private URI otlpEndpoint;

    @Option(names = "--otlp-service-name", paramLabel = "<name>", defaultValue = "isotherm",
            description = "What the server is called in traces (default: ${DEFAULT-VALUE}).")
    private String otlpServiceName;

    /** Nothing has been logged yet when flags are read; the logging library reads the property when something is. */
    @Option(names = "--log-format", paramLabel = "<format>", defaultValue = "text",
            description = "text or json, on standard error (default: ${DEFAULT-VALUE}).")
    private void logFormat(String format) {
        if (!format.equals("text") && !format.equals("json")) {
            throw new ParameterException(command.commandLine(), "log-format is '%s', allowed is text or json".formatted(format));
        }
        System.setProperty(LOG_FORMAT, format);
    }

    Optional<Tracing> tracing() {
        return Optional.ofNullable(otlpEndpoint).map(endpoint -> new Tracing(endpoint, otlpServiceName));
    }
}
