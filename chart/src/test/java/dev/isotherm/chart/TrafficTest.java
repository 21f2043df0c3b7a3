package dev.isotherm.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may reach the pods, and whom they may. */
class TrafficTest {

    @Test
    void everybodyMayAskAndTheClusterMayMeasure() {
        assertThat(ingress(Matrix.DEFAULTS)).hasToString("[{\"ports\":[{\"port\":\"http\",\"protocol\":\"TCP\"}]},"
                + "{\"ports\":[{\"port\":\"metrics\",\"protocol\":\"TCP\"}],\"from\":[{\"namespaceSelector\":{}}]}]");
    }

    @Test
    void orThoseNamed() {
        JsonNode rules = ingress(Matrix.HUB);
        assertThat(rules.at("/0/from/0")).hasToString("{\"podSelector\":{\"matchLabels\":{\"app\":\"search\"}}}");
        assertThat(rules.at("/0/from/1/podSelector/matchLabels/app.kubernetes.io~1component").asText()).isEqualTo("test");
        assertThat(rules.at("/1/from/0/namespaceSelector/matchExpressions/0")).hasToString(
                "{\"key\":\"kubernetes.io/metadata.name\",\"operator\":\"In\",\"values\":[\"monitoring\"]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                                                                | 53 53",
        "model: {id: intfloat/e5-base}                                     | 53 53 443",
        "model: {revision: main}                                           | 53 53 443",
        "{model: {id: intfloat/e5-base}, hub: {offline: true}}             | 53 53",
        "{model: {id: intfloat/e5-base}, hub: {endpoint: 'http://hub'}}    | 53 53 80",
        "{model: {id: intfloat/e5-base}, hub: {endpoint: 'https://hub/x'}} | 53 53 443",
        "{model: {id: a/b}, hub: {endpoint: 'http://hub:8081/x'}}          | 53 53 8081",
        "model: {id: /models/mine}                                         | 53 53",
    })
    void outIsClosedButForNamesAndTheHub(String values, String ports) {
        JsonNode policy = Chart.render(values).get("NetworkPolicy").path("spec");
        assertThat(Objects.texts(policy.path("policyTypes"))).containsExactly("Ingress", "Egress");
        List<String> open = Objects.list(policy.path("egress")).stream()
                .flatMap(rule -> Objects.list(rule.path("ports")).stream()).map(port -> port.path("port").asText()).toList();
        assertThat(String.join(" ", open)).isEqualTo(ports);
    }

    @Test
    void furtherWaysOut() {
        assertThat(Matrix.EVERYTHING_ON.render().get("NetworkPolicy").at("/spec/egress/2/to/0/ipBlock/cidr").asText()).isEqualTo("10.0.0.0/8");
    }

    /** What a load balancer carries has no metrics. */
    @Test
    void servicesAreApart() {
        Objects objects = Matrix.EVERYTHING_ON.render();
        assertThat(objects.get("Service").at("/spec/type").asText()).isEqualTo("LoadBalancer");
        assertThat(objects.get("Service").at("/spec/ports").toString()).contains("\"http\"").doesNotContain("metrics");
        assertThat(objects.get("Service", Chart.FULL_NAME + "-metrics").at("/spec/type").asText()).isEqualTo("ClusterIP");
    }

    @Test
    void routesLeadToTheService() {
        JsonNode rule = Matrix.INGRESS.render().get("Ingress").at("/spec/rules/1");
        assertThat(rule.path("host").asText()).isEqualTo("embed.example.com");
        assertThat(rule.at("/http/paths/0/backend/service")).hasToString("{\"name\":\"vectors-isotherm\",\"port\":{\"name\":\"http\"}}");
        Objects routed = Matrix.HTTP_ROUTE.render();
        assertThat(routed.get("HTTPRoute").at("/spec/rules/0/backendRefs")).hasToString("[{\"name\":\"vectors-isotherm\",\"port\":80}]");
        assertThat(routed.get("Service").at("/spec/ports/0/port").asInt()).isEqualTo(80);
    }

    private static JsonNode ingress(Matrix values) {
        return values.render().get("NetworkPolicy").at("/spec/ingress");
    }
}
