package dev.isotherm.server.cli;

import dev.isotherm.engine.policy.EmbeddingPolicy;
import dev.isotherm.engine.policy.PolicyFile;
import dev.isotherm.engine.temperature.AttentionTemperature;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The flag of every command that embeds by one policy. */
final class TemperatureFlag {

    @Option(names = "--attention-temperature", paramLabel = "<policy>", defaultValue = "1.0",
            description = "τ of every layer's softmax: a number from 0.05 to 20, log:<tokens>, ranges:1=<number>,<tokens>=<number>,…; "
                    + "first-half:, last-half:, first:<layers>: or last:<layers>: before one of these; blend:<one>,<another>,…; or "
                    + "@<file> as isotherm calibrate writes it (default: ${DEFAULT-VALUE}).")
    private String attentionTemperature;

    /**
     * @throws dev.isotherm.engine.temperature.InvalidTemperatureException when it is none
     * @throws dev.isotherm.engine.policy.PolicyException when its file cannot be used
     */
    EmbeddingPolicy policy() {
        return attentionTemperature.startsWith("@")
                ? PolicyFile.read(Path.of(attentionTemperature.substring(1)))
                : EmbeddingPolicy.of(AttentionTemperature.parse(attentionTemperature));
    }
}
