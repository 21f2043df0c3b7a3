package dev.isotherm.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a pod may do, where it runs, how it is watched and ended. */
class PodTest {

    @ParameterizedTest
    @EnumSource
    void hasNoRightsThatItDoesNotNeed(Matrix values) {
        Objects objects = values.render();
        Stream.of(objects.pod().path("spec"), objects.get("Pod", Chart.FULL_NAME + "-test").path("spec")).forEach(pod -> {
            assertThat(pod.path("automountServiceAccountToken")).hasToString("false");
            assertThat(pod.path("enableServiceLinks")).hasToString("false");
            JsonNode context = pod.path("securityContext");
            assertThat(context.path("runAsNonRoot")).hasToString("true");
            assertThat(context.path("runAsUser")).hasToString("10001");
            assertThat(context.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            JsonNode container = pod.at("/containers/0/securityContext");
            assertThat(container.path("readOnlyRootFilesystem")).hasToString("true");
            assertThat(container.path("allowPrivilegeEscalation")).hasToString("false");
            assertThat(container.path("capabilities")).hasToString("{\"drop\":[\"ALL\"]}");
            assertThat(pod.path("hostNetwork").isMissingNode() && pod.path("hostPID").isMissingNode()).isTrue();
            assertThat(pod.at("/volumes").toString()).doesNotContain("hostPath").contains("{\"name\":\"tmp\",\"emptyDir\":{}}");
        });
        objects.find("ServiceAccount", Chart.FULL_NAME).ifPresent(
                account -> assertThat(account.path("automountServiceAccountToken")).hasToString("false"));
    }

    @ParameterizedTest
    @EnumSource
    void runsOnLinuxOnAmd64Alone(Matrix values) {
        List<JsonNode> terms = Objects.list(values.render().pod().at(
                "/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms"));
        assertThat(terms).isNotEmpty().allSatisfy(term -> assertThat(term.path("matchExpressions").toString()).contains(
                "{\"key\":\"kubernetes.io/arch\",\"operator\":\"In\",\"values\":[\"amd64\"]}",
                "{\"key\":\"kubernetes.io/os\",\"operator\":\"In\",\"values\":[\"linux\"]}"));
    }

    @Test
    void affinityOfTheUserStays() {
        JsonNode affinity = Matrix.EVERYTHING_ON.render().pod().at("/spec/affinity");
        assertThat(affinity.path("podAntiAffinity").isMissingNode()).isFalse();
        assertThat(Objects.list(affinity.at("/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms")))
                .extracting(term -> term.at("/matchExpressions/0/values/0").asText()).containsExactly("a", "b");
    }

    @Test
    void spreadsOverZonesAndNodes() {
        Objects objects = Matrix.DEFAULTS.render();
        assertThat(Objects.list(objects.pod().at("/spec/topologySpreadConstraints"))).hasSize(2).allSatisfy(constraint ->
                assertThat(constraint.at("/labelSelector/matchLabels")).isEqualTo(objects.workload().at("/spec/selector/matchLabels")));
    }

    @ParameterizedTest
    @EnumSource(names = {"DEFAULTS", "TLS"})
    void probesTellLoadingAliveAndAbleApart(Matrix values) {
        JsonNode container = values.render().container();
        String scheme = values == Matrix.TLS ? "HTTPS" : "HTTP";
        assertProbe(container.path("startupProbe"), "/health/ready", scheme);
        assertProbe(container.path("livenessProbe"), "/health/live", scheme);
        assertProbe(container.path("readinessProbe"), "/health/ready", scheme);
        assertThat(container.at("/startupProbe/periodSeconds").asInt() * container.at("/startupProbe/failureThreshold").asInt())
                .as("seconds in which a model may be fetched and loaded").isGreaterThanOrEqualTo(600);
    }

    /** The server's own probe may take 5 s. */
    private static void assertProbe(JsonNode probe, String path, String scheme) {
        assertThat(probe.path("httpGet")).hasToString("{\"path\":\"%s\",\"port\":\"http\",\"scheme\":\"%s\"}".formatted(path, scheme));
        assertThat(probe.path("timeoutSeconds").asInt()).isGreaterThan(5);
    }

    @ParameterizedTest
    @CsvSource({"'', 45, 5, 30", "'drain: {delaySeconds: 15, timeoutSeconds: 120}', 145, 15, 120"})
    void graceFitsTheDrain(String values, int grace, String delay, String timeout) {
        Objects objects = Chart.render(values);
        assertThat(objects.pod().at("/spec/terminationGracePeriodSeconds").asInt()).isEqualTo(grace);
        assertThat(objects.settings().path("ISOTHERM_DRAIN_DELAY").asText()).isEqualTo(delay);
        assertThat(objects.settings().path("ISOTHERM_DRAIN_TIMEOUT").asText()).isEqualTo(timeout);
    }

    @Test
    void changedSettingsReplacePods() {
        String before = checksums("apiKeys: {keys: [one]}");
        assertThat(checksums("apiKeys: {keys: [one]}")).isEqualTo(before);
        assertThat(checksums("{apiKeys: {keys: [one]}, model: {attentionTemperature: 0.5}}")).isNotEqualTo(before);
        assertThat(checksums("apiKeys: {keys: [two]}")).isNotEqualTo(before);
    }

    private static String checksums(String values) {
        return Chart.render(values).pod().at("/metadata/annotations").toString();
    }

    @Test
    void gpus() {
        Objects objects = Matrix.GPU.render();
        JsonNode pod = objects.pod().path("spec");
        assertThat(objects.container().at("/resources/limits/nvidia.com~1gpu")).hasToString("2");
        assertThat(objects.container().at("/resources/limits/memory").asText()).isEqualTo("2Gi");
        assertThat(objects.container().path("image").asText()).isEqualTo("isotherm:0.1.0-cuda");
        assertThat(objects.settings().path("ISOTHERM_DEVICE").asText()).isEqualTo("cuda:0,cuda:1");
        assertThat(pod.path("runtimeClassName").asText()).isEqualTo("nvidia");
        assertThat(pod.path("nodeSelector")).hasToString("{\"nvidia.com/gpu.present\":\"true\",\"pool\":\"accelerated\"}");
        assertThat(Objects.list(pod.path("tolerations"))).extracting(t -> t.path("key").asText())
                .containsExactly("dedicated", "nvidia.com/gpu");
        assertThat(Chart.render("gpu: {enabled: true}").settings().path("ISOTHERM_DEVICE").asText()).isEqualTo("cuda");
    }

    @Test
    void withoutGpusThereIsNoTraceOfThem() {
        assertThat(Matrix.DEFAULTS.render().pod().toString()).doesNotContain("nvidia", "cuda");
    }

    @ParameterizedTest
    @CsvSource({
        "EVERYTHING_ON, registry.example.org/search/isotherm:1.2-cuda",
        "EVERYTHING_OFF, isotherm@sha256:0123456789012345678901234567890123456789012345678901234567890123",
        "DEFAULTS, isotherm:0.1.0",
    })
    void image(Matrix values, String image) {
        assertThat(values.render().container().path("image").asText()).isEqualTo(image);
    }
}
