package dev.isotherm.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy file of the lab is where the server is told to read it. */
class PolicyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFIG_MAP = Chart.FULL_NAME + "-policy";
    private static final String POLICY = "{\"isotherm_policy\": 1}";

    /** With what YAML or a template could change: ends of lines, tabs, spaces at an end, letters beyond ASCII, braces. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", " \n\n", "\t"})
    void fileIsKeptByteForByte(String end) {
        String policy = large().toPrettyString() + end;
        assertThat(policy).hasSizeGreaterThan(20_000);
        assertThat(Chart.render(model(policy)).get("ConfigMap", CONFIG_MAP).at("/data/policy.json").asText()).isEqualTo(policy);
    }

    @Test
    void flagNamesWhatIsMounted() {
        Objects objects = Matrix.POLICY.render();
        JsonNode mount = named(objects.container().path("volumeMounts"));
        assertThat(mount.path("readOnly")).hasToString("true");
        String key = objects.get("ConfigMap", CONFIG_MAP).path("data").fieldNames().next();
        assertThat(objects.settings().path("ISOTHERM_ATTENTION_TEMPERATURE").asText())
                .isEqualTo("@%s/%s", mount.path("mountPath").asText(), key);
        assertThat(named(objects.pod().at("/spec/volumes"))).hasToString(
                "{\"name\":\"policy\",\"configMap\":{\"name\":\"%s\"}}".formatted(CONFIG_MAP));
    }

    /** All of the settings' ConfigMap becomes variables. */
    @Test
    void fileIsNoVariable() {
        assertThat(Matrix.POLICY.render().settings().toString()).doesNotContain("isotherm_policy");
    }

    @Test
    void anotherPolicyReplacesPods() {
        String before = annotations(POLICY);
        assertThat(annotations(POLICY)).isEqualTo(before);
        assertThat(annotations(POLICY + "\n")).isNotEqualTo(before);
        assertThat(Matrix.DEFAULTS.render().pod().at("/metadata/annotations").toString()).contains("checksum").doesNotContain("policy");
    }

    @Test
    void withoutOneThereIsNoTraceOfIt() {
        Objects objects = Matrix.DEFAULTS.render();
        assertThat(objects.names()).doesNotContain("ConfigMap/" + CONFIG_MAP);
        assertThat(objects.pod().path("spec").toString()).contains("\"volumes\"").doesNotContain("policy\"", "/policy");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "chosen/policy.json     | \"chosen/policy.json\"",
        "``                     | \"\"",
        "null                   | \"null\"",
        "{}                     | \"{}\"",
        "[1]                    | \"[1]\"",
        "{\"isotherm_policy\": 1 | \"{\\\"isotherm_policy\\\": 1\"",
        "{\"isotherm_policy\":2} | \"{\\\"isotherm_policy\\\":2}\"",
        "isotherm_policy: 1     | \"isotherm_policy: 1\"",
    })
    void anythingElseIsRefused(String given, String shown) {
        assertThatThrownBy(() -> Chart.render(model(given))).hasMessageContaining("model.policy begins with " + shown
                + ", allowed is JSON with \"isotherm_policy\": 1; give the file itself by --set-file model.policy=<file>");
    }

    @Test
    void refusalShowsNoMoreThanABeginning() {
        assertThatThrownBy(() -> Chart.render(model("-".repeat(20_000)))).hasMessageContaining("begins with \"" + "-".repeat(50) + "\",");
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5", "'\"log:512\"', log:512", "2, 2"})
    void attentionTemperatureBesidesIsRefused(String value, String shown) {
        assertThatThrownBy(() -> Chart.render("{\"model\": {\"policy\": %s, \"attentionTemperature\": %s}}".formatted(quoted(POLICY), value)))
                .hasMessageContaining("model.policy and model.attentionTemperature, which is %s, are both given; choose one".formatted(shown));
    }

    /** What `--set` makes of the default. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "\"1.0\""})
    void defaultBesidesIsNone(String value) {
        String values = "{\"model\": {\"policy\": %s, \"attentionTemperature\": %s}}".formatted(quoted(POLICY), value);
        assertThat(Chart.render(values).settings().path("ISOTHERM_ATTENTION_TEMPERATURE").asText()).startsWith("@");
    }

    /** Centring at 768 dimensions. */
    private static ObjectNode large() {
        ObjectNode policy = JSON.createObjectNode().put("isotherm_policy", 1);
        Random random = new Random(1);
        for (String side : List.of("query", "document")) {
            ArrayNode mean = policy.putObject(side).put("attention_temperature", "0.8").putObject("centring").putArray("mean");
            random.doubles(768, -0.1, 0.1).forEach(number -> mean.add((float) number));
        }
        return policy.put("model", "Müller/{{ .Release.Name }}: 'τ' # <\uD83C\uDF21> %s $(CPUS) \\ \"");
    }

    private static String annotations(String policy) {
        return Chart.render(model(policy)).pod().at("/metadata/annotations").toString();
    }

    private static String model(String policy) {
        return JSON.valueToTree(Map.of("model", Map.of("policy", policy))).toString();
    }

    private static String quoted(String text) {
        return JSON.getNodeFactory().textNode(text).toString();
    }

    private static JsonNode named(JsonNode list) {
        return Objects.list(list).stream().filter(each -> each.path("name").asText().equals("policy")).findFirst().orElseThrow();
    }
}
