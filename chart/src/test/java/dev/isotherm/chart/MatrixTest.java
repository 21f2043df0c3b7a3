package dev.isotherm.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is chosen, each object is one that its API accepts, and they find each other. */
class MatrixTest {

    private static final List<String> ALWAYS = Stream.of(
            "ConfigMap/%s", "Pod/%s-test", "Service/%s", "Service/%s-metrics").map(name -> name.formatted(Chart.FULL_NAME)).toList();

    private static final Map<Matrix, List<String>> KINDS = Map.of(
            Matrix.DEFAULTS, List.of("Deployment", "NetworkPolicy", "PodDisruptionBudget", "ServiceAccount"),
            Matrix.KEDA, List.of("Deployment", "NetworkPolicy", "PodDisruptionBudget", "ScaledObject", "ServiceAccount", "ServiceMonitor"),
            Matrix.HPA, List.of("Deployment", "HorizontalPodAutoscaler", "NetworkPolicy", "PodDisruptionBudget", "ServiceAccount"),
            Matrix.PVC, List.of("NetworkPolicy", "PodDisruptionBudget", "ServiceAccount", "StatefulSet"),
            Matrix.HTTP_ROUTE, List.of("Deployment", "HTTPRoute", "NetworkPolicy", "PodDisruptionBudget", "ServiceAccount"),
            Matrix.EVERYTHING_ON, List.of("Ingress", "NetworkPolicy", "PodDisruptionBudget", "PrometheusRule", "ScaledObject",
                    "ServiceAccount", "ServiceMonitor", "StatefulSet"),
            Matrix.EVERYTHING_OFF, List.of("Deployment"));

    @Test
    void lintHasNothingToSay() {
        LintResult result = new Helm(Chart.DIRECTORY).lint().strict().call();
        assertThat(result.isFailed()).as(result.getMessages()::toString).isFalse();
        assertThat(result.getMessages()).noneMatch(message -> message.contains("WARNING") || message.contains("ERROR"));
    }

    @ParameterizedTest
    @EnumSource
    void everyObjectIsOfItsType(Matrix values) {
        assertThat(values.render().all()).hasSizeGreaterThan(4).allSatisfy(ApiTypes::check);
    }

    @ParameterizedTest
    @EnumSource(names = {"DEFAULTS", "KEDA", "HPA", "PVC", "HTTP_ROUTE", "EVERYTHING_ON", "EVERYTHING_OFF"})
    void thoseObjectsAndNoOthers(Matrix values) {
        List<String> expected = Stream.concat(
                ALWAYS.stream(), KINDS.get(values).stream().map(kind -> kind + "/" + Chart.FULL_NAME)).sorted().toList();
        // Dashboards come and go with their folder; DashboardsTest counts them.
        assertThat(values.render().names()).filteredOn(name -> !name.contains("-dashboard-")).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void namesAreUniqueAndFitLabels(Matrix values) {
        assertThat(values.render().names()).doesNotHaveDuplicates().allMatch(name -> name.substring(name.indexOf('/')).length() <= 64);
    }

    @ParameterizedTest
    @EnumSource
    void selectorsFindThePodsAndNotTheTest(Matrix values) {
        Objects objects = values.render();
        JsonNode labels = objects.pod().at("/metadata/labels");
        JsonNode test = objects.get("Pod", Chart.FULL_NAME + "-test").at("/metadata/labels");
        List<JsonNode> selectors = Stream.of(
                objects.workload().at("/spec/selector/matchLabels"),
                objects.get("Service").at("/spec/selector"),
                objects.get("Service", Chart.FULL_NAME + "-metrics").at("/spec/selector")).toList();
        assertThat(selectors).allMatch(selector -> covers(labels, selector)).noneMatch(selector -> covers(test, selector));
        objects.find("PodDisruptionBudget", Chart.FULL_NAME).ifPresent(
                budget -> assertThat(budget.at("/spec/selector/matchLabels")).isEqualTo(selectors.get(0)));
        objects.find("NetworkPolicy", Chart.FULL_NAME).ifPresent(
                policy -> assertThat(policy.at("/spec/podSelector/matchLabels")).isEqualTo(selectors.get(0)));
        objects.find("ServiceMonitor", Chart.FULL_NAME).ifPresent(monitor -> assertThat(covers(
                objects.get("Service", Chart.FULL_NAME + "-metrics").at("/metadata/labels"), monitor.at("/spec/selector/matchLabels"))).isTrue());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsMountedExists(Matrix values) {
        Objects objects = values.render();
        List<String> volumes = Stream.concat(
                Objects.list(objects.pod().at("/spec/volumes")).stream().map(volume -> volume.path("name").asText()),
                Objects.list(objects.workload().at("/spec/volumeClaimTemplates")).stream().map(claim -> claim.at("/metadata/name").asText()))
                .toList();
        assertThat(volumes).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(
                Objects.list(objects.container().path("volumeMounts")).stream().map(mount -> mount.path("name").asText()).toList());
    }

    private static boolean covers(JsonNode labels, JsonNode selector) {
        return !selector.isEmpty() && selector.properties().stream().allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())));
    }
}
