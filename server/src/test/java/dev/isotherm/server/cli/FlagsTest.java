package dev.isotherm.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.engine.EmbedderOptions;
import dev.isotherm.engine.hub.ModelOverrides;
import dev.isotherm.engine.hub.ModelReference;
import dev.isotherm.engine.policy.EmbeddingPolicy;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import dev.isotherm.server.config.Access;
import dev.isotherm.server.config.ApiKeys;
import dev.isotherm.server.config.Limits;
import dev.isotherm.server.config.Listener;
import dev.isotherm.server.config.ServerConfig;
import dev.isotherm.server.config.SettingException;
import dev.isotherm.server.config.TlsFiles;
import dev.isotherm.server.config.Tracing;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Every flag and every environment variable reaches the configuration. */
class FlagsTest {

    /** A value for every flag of {@code serve}, each another than the default. */
    private static final Map<String, String> EVERYTHING = Map.ofEntries(
            Map.entry("--model-id", "some/dir"),
            Map.entry("--revision", "v2"),
            Map.entry("--attention-temperature", "log:256"),
            Map.entry("--pooling", "last-token"),
            Map.entry("--normalize", "false"),
            Map.entry("--max-input-tokens", "77"),
            Map.entry("--default-prompt", "say: "),
            Map.entry("--dtype", "float32"),
            Map.entry("--device", "cpu"),
            Map.entry("--backend", "torch"),
            Map.entry("--threads", "3"),
            Map.entry("--native-cache", "natives"),
            Map.entry("--hostname", "127.0.0.1"),
            Map.entry("--port", "1234"),
            Map.entry("--metrics-port", "1235"),
            Map.entry("--uds-path", "here.sock"),
            Map.entry("--tls-cert", "cert.pem"),
            Map.entry("--tls-key", "key.pem"),
            Map.entry("--api-key", "one,two"),
            Map.entry("--cors-allow-origin", "https://a.example,http://localhost:3000"),
            Map.entry("--default-deadline", "2.5"),
            Map.entry("--served-model-name", "a,b"),
            Map.entry("--auto-truncate", "false"),
            Map.entry("--max-batch-tokens", "11"),
            Map.entry("--max-queue-tokens", "12"),
            Map.entry("--max-concurrent-requests", "13"),
            Map.entry("--max-client-batch-size", "14"),
            Map.entry("--payload-limit", "15"),
            Map.entry("--max-text-characters", "16"),
            Map.entry("--tokenization-workers", "17"),
            Map.entry("--replicas", "2"),
            Map.entry("--expected-fingerprint", "0123456789abcdef"),
            Map.entry("--otlp-endpoint", "http://collector:4318"),
            Map.entry("--otlp-service-name", "search"),
            Map.entry("--drain-delay", "18"),
            Map.entry("--drain-timeout", "19"));

    private static final ServerConfig EXPECTED = new ServerConfig(
            new EmbedderOptions(
                    new ModelReference("some/dir", Optional.of("v2")),
                    new ModelOverrides(Optional.of(Pooling.LAST_TOKEN), Optional.of(false), Optional.of(77), Optional.empty(),
                            Optional.of("say: ")),
                    EmbeddingPolicy.of(AttentionTemperature.parse("log:256")),
                    new ComputeOptions("cpu", "torch", Optional.of(Dtype.FLOAT32), 3, Optional.of(Path.of("natives")))),
            new Listener("127.0.0.1", 1234, Optional.of(1235), Optional.of(Path.of("here.sock")),
                    TlsFiles.of(Path.of("cert.pem"), Path.of("key.pem"))),
            new Access(ApiKeys.of(List.of("one", "two")), List.of("https://a.example", "http://localhost:3000")),
            List.of("a", "b"), false, 17, 2, Optional.of(Duration.ofMillis(2500)), Duration.ofSeconds(18), Duration.ofSeconds(19),
            Optional.of("0123456789abcdef"), Optional.of(new Tracing(URI.create("http://collector:4318"), "search")),
            new Limits(11, 12, 13, 14, 15, 16));

    @Test
    void withoutFlagsTheDefaultsHold() {
        assertThat(parse(Map.of())).isEqualTo(ServerConfig.defaults());
    }

    @Test
    void everyFlagIsMapped() {
        String[] arguments = EVERYTHING.entrySet().stream()
                .flatMap(flag -> List.of(flag.getKey(), flag.getValue()).stream())
                .toArray(String[]::new);
        assertThat(parse(Map.of(), arguments)).isEqualTo(EXPECTED);
    }

    @Test
    void everyFlagIsAnEnvironmentVariable() {
        Map<String, String> environment = new HashMap<>();
        EVERYTHING.forEach((flag, value) -> environment.put(EnvironmentDefaults.variable(flag), value));
        assertThat(environment).containsKey("ISOTHERM_MAX_BATCH_TOKENS");
        assertThat(parse(environment)).isEqualTo(EXPECTED);
    }

    @Test
    void noFlagIsForgottenHere() {
        List<String> untested = new CommandLine(new ServeCommand()).getCommandSpec().options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .map(option -> option.names()[0])
                .filter(flag -> !EVERYTHING.containsKey(flag))
                .toList();
        assertThat(untested).containsExactlyInAnyOrder("--verbose", "--log-format", "--default-prompt-name", "--api-key-file");
    }

    @Test
    void aVariableThatIsNoSettingIsRefused() {
        assertThatThrownBy(() -> requireKnown("ISOTHERM_MAX_BATCH_TOKEN"))
                .isInstanceOf(SettingException.class)
                .hasMessage("environment variable ISOTHERM_MAX_BATCH_TOKEN is no setting; isotherm serve --help lists them");
        requireKnown("ISOTHERM_MAX_BATCH_TOKENS", "ISOTHERM_JAVA_OPTIONS", "ISOTHERM_VERSION", "PATH", "ISOTHERM_SERVICE_HOST",
                "ISOTHERM_SERVICE_PORT_HTTP", "ISOTHERM_PORT_80_TCP_ADDR", "ISOTHERM_GPU_PORT", "ISOTHERM_GPU_PORT_8080_TCP");
    }

    private static void requireKnown(String... names) {
        Map<String, String> environment = new HashMap<>();
        List.of(names).forEach(name -> environment.put(name, "x"));
        new EnvironmentDefaults(environment).requireKnown(new CommandLine(new ServeCommand()).getCommandSpec().options().stream());
    }

    @Test
    void aFlagBeatsTheEnvironment() {
        assertThat(parse(Map.of("ISOTHERM_PORT", "1"), "--port", "2").listener().port()).isEqualTo(2);
    }

    @Test
    void aVersionInTheEnvironmentIsNoFlag() {
        assertThat(parse(Map.of("ISOTHERM_VERSION", "1.2.3", "ISOTHERM_HELP", "please"))).isEqualTo(ServerConfig.defaults());
    }

    @Test
    void theVariableThatKubernetesSetsForAServiceIsNoPort() {
        assertThat(parse(Map.of("ISOTHERM_PORT", "tcp://10.0.0.1:80")).listener().port()).isEqualTo(8080);
    }

    @ParameterizedTest
    @CsvSource({
        "--port, 70000, 'port is 70000, allowed is 0 to 65535'",
        "--max-batch-tokens, 0, 'max-batch-tokens is 0, allowed is 1 and more'",
        "--default-deadline, 0, 'default-deadline is PT0S, allowed is more than 0'",
        "--otlp-endpoint, collector:4318, 'otlp-endpoint is collector:4318, allowed is an address such as http://localhost:4318'",
        "--metrics-port, 8080, 'metrics-port is 8080, allowed is another than port'",
        "--tls-key, key.pem, 'tls-cert and tls-key go together, given is only tls-key'",
        "--api-key, 'a b', 'api-key is empty or has characters that no header can carry'",
        "--cors-allow-origin, example.org, 'cors-allow-origin is example.org, allowed is *, or origins such as https://example.org:8443'",
        "--api-key-file, no/such/file, 'api-key-file no/such/file cannot be read: NoSuchFileException'",
        "--replicas, 0, 'replicas is 0, allowed is 1 to 16'",
        "--tokenization-workers, 0, 'tokenization-workers is 0, allowed is 1 to 1024'",
        "--drain-timeout, -1, 'drain-timeout is PT-1S, allowed is 0 and more'",
        "--pooling, sum, 'pooling is sum, allowed is cls, max, mean, mean-sqrt-len, weighted-mean, last-token, splade'",
        "--dtype, int4, 'dtype is int4, allowed is auto, float32, bfloat16, float16, int8'",
    })
    void badSettingsAreNamed(String flag, String value, String message) {
        assertThatThrownBy(() -> parse(Map.of(), flag, value)).isInstanceOf(SettingException.class).hasMessage(message);
    }

    private static ServerConfig parse(Map<String, String> environment, String... arguments) {
        ServeCommand command = new ServeCommand();
        new CommandLine(command).setDefaultValueProvider(new EnvironmentDefaults(environment)).parseArgs(arguments);
        return command.config();
    }
}
