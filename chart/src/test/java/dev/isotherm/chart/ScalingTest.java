package dev.isotherm.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The predicted wait scales, and never the CPU. */
class ScalingTest {

    @Test
    void hpaByPods() {
        JsonNode scaler = Matrix.HPA.render().get("HorizontalPodAutoscaler");
        assertThat(scaler.at("/spec/metrics")).hasToString("[{\"type\":\"Pods\",\"pods\":{\"metric\":{\"name\":"
                + "\"isotherm_predicted_wait_seconds\"},\"target\":{\"type\":\"AverageValue\",\"averageValue\":\"2000m\"}}}]");
        assertThat(scaler.at("/spec/behavior/scaleDown/stabilizationWindowSeconds").asInt()).isEqualTo(300);
    }

    @Test
    void hpaByAnExternalMetric() {
        assertThat(Matrix.HPA_EXTERNAL.render().get("HorizontalPodAutoscaler").at("/spec/metrics")).hasToString(
                "[{\"type\":\"External\",\"external\":{\"metric\":{\"name\":\"predicted_wait\",\"selector\":{\"matchLabels\":"
                        + "{\"service\":\"embed\"}}},\"target\":{\"type\":\"AverageValue\",\"averageValue\":\"500m\"}}}]");
    }

    @Test
    void kedaAsksForTheMeanOverThePods() {
        JsonNode trigger = Matrix.KEDA.render().get("ScaledObject").at("/spec/triggers/0");
        assertThat(trigger.path("type").asText()).isEqualTo("prometheus");
        // With AverageValue, its default, a mean would be divided by the number of pods.
        assertThat(trigger.path("metricType").asText()).isEqualTo("Value");
        assertThat(trigger.at("/metadata/query").asText())
                .isEqualTo("avg(isotherm_predicted_wait_seconds{namespace=\"search\", service=\"vectors-isotherm-metrics\"})");
        assertThat(trigger.at("/metadata/threshold").asText()).isEqualTo("0.25");
        assertThat(trigger.at("/authenticationRef/name").asText()).isEqualTo("prometheus");
    }

    @ParameterizedTest
    @EnumSource(names = {"HPA", "HPA_EXTERNAL", "KEDA", "EVERYTHING_ON"})
    void whatScalesSetsTheNumberOfPods(Matrix values) {
        Objects objects = values.render();
        assertThat(objects.workload().path("spec").has("replicas")).isFalse();
        JsonNode scaler = objects.find("ScaledObject", Chart.FULL_NAME).orElseGet(() -> objects.get("HorizontalPodAutoscaler"));
        assertThat(scaler.at("/spec/scaleTargetRef/kind")).isEqualTo(objects.workload().path("kind"));
        assertThat(scaler.at("/spec/scaleTargetRef/name")).isEqualTo(objects.workload().at("/metadata/name"));
        assertThat(scaler.toString()).doesNotContain("cpu", "Resource");
    }

    @Test
    void withoutScalingItIsFixed() {
        assertThat(Matrix.CPU_WITH_KEYS.render().workload().at("/spec/replicas").asInt()).isEqualTo(3);
    }
}
