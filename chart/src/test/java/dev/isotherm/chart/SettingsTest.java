package dev.isotherm.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What the server is told. */
class SettingsTest {

    private static final String REQUESTED_CPUS =
            "{\"resourceFieldRef\":{\"containerName\":\"isotherm\",\"resource\":\"requests.cpu\",\"divisor\":\"1\"}}";

    @Test
    void defaults() {
        assertThat(Matrix.DEFAULTS.render().settings()).isEqualTo(Chart.parse("""
                ISOTHERM_PORT: '8080'
                ISOTHERM_METRICS_PORT: '9000'
                ISOTHERM_DEVICE: cpu
                ISOTHERM_DRAIN_DELAY: '5'
                ISOTHERM_DRAIN_TIMEOUT: '30'
                ISOTHERM_MODEL_ID: BAAI/bge-small-en-v1.5
                ISOTHERM_ATTENTION_TEMPERATURE: '1'
                ISOTHERM_DTYPE: auto
                HF_HOME: /models
                """).get(0));
    }

    @Test
    void fullMapping() {
        assertThat(Matrix.CPU_WITH_KEYS.render().settings()).isEqualTo(Chart.parse("""
                ISOTHERM_PORT: '8080'
                ISOTHERM_METRICS_PORT: '9000'
                ISOTHERM_DEVICE: cpu
                ISOTHERM_DRAIN_DELAY: '5'
                ISOTHERM_DRAIN_TIMEOUT: '30'
                ISOTHERM_MODEL_ID: BAAI/bge-small-en-v1.5
                ISOTHERM_ATTENTION_TEMPERATURE: log:512
                ISOTHERM_DTYPE: int8
                ISOTHERM_DEFAULT_PROMPT_NAME: query
                ISOTHERM_EXPECTED_FINGERPRINT: e1e1cb81b1a719ff
                ISOTHERM_API_KEY_FILE: /etc/isotherm/keys/api-keys
                ISOTHERM_MAX_QUEUE_TOKENS: '2000000'
                ISOTHERM_SERVED_MODEL_NAME: '*'
                ISOTHERM_DEFAULT_DEADLINE: '2.5'
                ISOTHERM_AUTO_TRUNCATE: 'false'
                HF_HOME: /models
                """).get(0));
    }

    @Test
    void hub() {
        Objects objects = Matrix.HUB.render();
        assertThat(objects.settings().path("HF_ENDPOINT").asText()).isEqualTo("http://hub.example.org:8081");
        assertThat(objects.settings().path("ISOTHERM_REVISION").asText()).isEqualTo("main");
        assertThat(objects.variables()).containsEntry("HF_TOKEN", "{\"secretKeyRef\":{\"name\":\"hub-token\",\"key\":\"token\"}}");
        assertThat(Matrix.SHARED_CLAIM.render().settings().path("HF_HUB_OFFLINE").asText()).isEqualTo("1");
    }

    @Test
    void requestedCpusAreTheThreads() {
        assertThat(Matrix.CPU_WITH_KEYS.render().variables())
                .containsEntry("ISOTHERM_THREADS", REQUESTED_CPUS)
                .containsEntry("CPUS", REQUESTED_CPUS)
                .containsEntry("JDK_JAVA_OPTIONS", "-XX:MaxRAMPercentage=25 -XX:+ExitOnOutOfMemoryError -XX:ActiveProcessorCount=$(CPUS)");
    }

    @Test
    void givenThreadsGoBeforeThem() {
        assertThat(Matrix.EVERYTHING_ON.render().variables())
                .containsEntry("ISOTHERM_THREADS", "4")
                .containsEntry("JDK_JAVA_OPTIONS", "-XX:MaxRAMPercentage=25 -XX:+ExitOnOutOfMemoryError -XX:ActiveProcessorCount=$(CPUS) -Xlog:gc");
    }

    /** A request that is absent would be handed to the server as 0. */
    @Test
    void withoutARequestNothingIsSaid() {
        assertThat(Matrix.EVERYTHING_OFF.render().variables()).containsOnlyKeys("JDK_JAVA_OPTIONS")
                .containsEntry("JDK_JAVA_OPTIONS", "-XX:MaxRAMPercentage=25 -XX:+ExitOnOutOfMemoryError");
        assertThat(Chart.render("resources: {requests: {cpu: null}}").variables()).containsOnlyKeys("JDK_JAVA_OPTIONS");
    }

    /** A variable can refer only to those before it. */
    @Test
    void cpusAreDefinedBeforeTheyAreUsed() {
        assertThat(Objects.list(Matrix.DEFAULTS.render().container().path("env"))).extracting(variable -> variable.path("name").asText())
                .containsSubsequence("CPUS", "JDK_JAVA_OPTIONS");
    }

    @Test
    void keysAreAFileThatOnlyTheUserReads() {
        Objects objects = Matrix.CPU_WITH_KEYS.render();
        String keys = objects.get("Secret", Chart.FULL_NAME + "-api-keys").at("/data/api-keys").asText();
        assertThat(new String(Base64.getDecoder().decode(keys), StandardCharsets.UTF_8)).isEqualTo("first-key\nsecond-key");
        assertThat(volume(objects, "api-keys"))
                .hasToString("{\"name\":\"api-keys\",\"secret\":{\"secretName\":\"vectors-isotherm-api-keys\",\"defaultMode\":288}}");
        assertThat(objects.container().toString() + objects.settings()).doesNotContain("first-key");
        assertThat(Matrix.DEFAULTS.render().names()).noneMatch(name -> name.startsWith("Secret/"));
    }

    @Test
    void existingSecrets() {
        Objects objects = Matrix.TLS.render();
        assertThat(objects.names()).noneMatch(name -> name.startsWith("Secret/"));
        assertThat(objects.settings().path("ISOTHERM_API_KEY_FILE").asText()).isEqualTo("/etc/isotherm/keys/list");
        assertThat(objects.settings().path("ISOTHERM_TLS_CERT").asText()).isEqualTo("/etc/isotherm/tls/tls.crt");
        assertThat(objects.settings().path("ISOTHERM_TLS_KEY").asText()).isEqualTo("/etc/isotherm/tls/tls.key");
        assertThat(volume(objects, "api-keys").at("/secret/secretName").asText()).isEqualTo("keys");
        assertThat(volume(objects, "tls").at("/secret/secretName").asText()).isEqualTo("certificate");
    }

    @Test
    void modelCaches() {
        JsonNode claim = Matrix.PVC.render().workload().at("/spec/volumeClaimTemplates/0/spec");
        assertThat(claim).hasToString("{\"accessModes\":[\"ReadWriteOnce\"],\"storageClassName\":\"fast\","
                + "\"resources\":{\"requests\":{\"storage\":\"20Gi\"}}}");
        assertThat(volume(Matrix.SHARED_CLAIM.render(), "models").at("/persistentVolumeClaim/claimName").asText()).isEqualTo("models");
        assertThat(volume(Matrix.DEFAULTS.render(), "models").at("/emptyDir/sizeLimit").asText()).isEqualTo("10Gi");
    }

    /** A StatefulSet's pods are named by its headless Service. */
    @Test
    void statefulSetHasItsService() {
        Objects objects = Matrix.PVC.render();
        String name = objects.workload().at("/spec/serviceName").asText();
        assertThat(objects.get("Service", name).at("/spec/clusterIP").asText()).isEqualTo("None");
    }

    private static JsonNode volume(Objects objects, String name) {
        return Objects.list(objects.pod().at("/spec/volumes")).stream()
                .filter(volume -> volume.path("name").asText().equals(name)).findFirst().orElseThrow();
    }
}
