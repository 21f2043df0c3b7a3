package dev.isotherm.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the chart hands to Prometheus and Grafana is what lies in its folders. */
class ObservabilityTest {

    @Test
    void rulesAreThoseOfTheFile() {
        JsonNode rule = Matrix.EVERYTHING_ON.render().get("PrometheusRule");
        assertThat(rule.path("spec")).isEqualTo(Chart.parse(Chart.read("rules/isotherm.yaml")).get(0));
        assertThat(rule.at("/metadata/labels/release").asText()).isEqualTo("prometheus");
    }

    @Test
    void eachDashboardIsAConfigMap() throws IOException {
        try (Stream<Path> files = Files.list(Chart.DIRECTORY.resolve("dashboards"))) {
            List<String> names = files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json")).sorted().toList();
            List<JsonNode> maps = Matrix.EVERYTHING_ON.render().all().stream()
                    .filter(object -> object.at("/metadata/labels/grafana_dashboard").asText().equals("1")).toList();
            assertThat(maps).hasSameSizeAs(names).allSatisfy(map -> {
                assertThat(map.at("/metadata/annotations/grafana_folder").asText()).isEqualTo("Isotherm");
                map.path("data").properties().forEach(file ->
                        assertThat(file.getValue().asText().strip()).isEqualTo(Chart.read("dashboards/" + file.getKey()).strip()));
            });
            assertThat(maps).flatExtracting(map -> map.path("data").properties().stream().map(e -> e.getKey()).toList())
                    .containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void monitorScrapesTheMetricsPort() {
        JsonNode spec = Matrix.EVERYTHING_ON.render().get("ServiceMonitor").path("spec");
        assertThat(spec.path("endpoints")).hasToString("[{\"port\":\"metrics\",\"path\":\"/metrics\",\"interval\":\"15s\"}]");
        assertThat(Objects.texts(spec.at("/namespaceSelector/matchNames"))).containsExactly("search");
    }
}
