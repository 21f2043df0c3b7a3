package dev.isotherm.chart;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that cannot work are refused before anything reaches a cluster, by a message that names the value. */
class RefusalTest {

    /** By values.schema.json; what is expected is the value's path and what is said of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "replicas: 2                                   | /                             | 'replicas' not allowed",
        "replicaCount: two                             | /replicaCount                 | want integer",
        "replicaCount: -1                              | /replicaCount                 | minimum",
        "model: {dtype: fp16}                          | /model/dtype                  | 'float16'",
        "model: {attentionTemperature: 30}             | /model/attentionTemperature   | maximum: got 30, want 20",
        "model: {temperature: 0.5}                     | /model                        | 'temperature' not allowed",
        "model: {id: ''}                               | /model/id                     | minLength",
        "expectedFingerprint: E1E1                     | /expectedFingerprint          | 'E1E1' does not match pattern",
        "threads: 0                                    | /threads                      | minimum: got 0, want 1",
        "threads: all                                  | /threads                      | want null or integer",
        "service: {type: External}                     | /service/type                 | 'ClusterIP', 'NodePort', 'LoadBalancer'",
        "service: {port: 70000}                        | /service/port                 | maximum",
        "gpu: {enabled: 'yes'}                         | /gpu/enabled                  | want boolean",
        "gpu: {count: 0.5}                             | /gpu/count                    | want integer",
        "modelCache: {size: 10}                        | /modelCache/size              | want string",
        "modelCache: {size: 10 GB}                     | /modelCache/size              | does not match pattern",
        "hub: {endpoint: hub.example.org}              | /hub/endpoint                 | does not match pattern",
        "apiKeys: {keys: ['with space']}               | /apiKeys/keys/0               | does not match pattern",
        "apiKeys: {keys: ['#first']}                   | /apiKeys/keys/0               | does not match pattern",
        "settings: {max-queue-token: 1}                | /settings                     | 'max-queue-token' not allowed",
        "settings: {max-queue-tokens: many}            | /settings/max-queue-tokens    | want integer",
        "image: {digest: 'sha256:12'}                  | /image/digest                 | does not match pattern",
        "autoscaling: {targetWaitSeconds: 0}           | /autoscaling/targetWaitSeconds | minimum",
        "autoscaling: {hpa: {metricType: Resource}}    | /autoscaling/hpa/metricType   | 'Pods', 'External'",
        "podDisruptionBudget: {maxUnavailable: some}   | /podDisruptionBudget/maxUnavailable | does not match pattern",
        "drain: {timeoutSeconds: null, delay: 3}       | /drain                        | 'delay' not allowed",
        "podLabels: {tier: 1}                          | /podLabels/tier               | want string",
    })
    void bySchema(String values, String path, String reason) {
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining("at '%s'".formatted(path.equals("/") ? "" : path))
                .hasMessageContaining(reason);
    }

    /** By the chart, since each is fine alone. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "autoscaling: {hpa: {enabled: true}, keda: {enabled: true}} | autoscaling.hpa.enabled and autoscaling.keda.enabled are both true",
        "autoscaling: {minReplicas: 20}                             | autoscaling.minReplicas is 20, allowed is at most autoscaling.maxReplicas, which is 10",
        "apiKeys: {keys: [one], existingSecret: keys}               | apiKeys.keys and apiKeys.existingSecret are both given; choose one",
        "modelCache: {enabled: true, existingClaim: models}         | modelCache.existingClaim shares one; choose one",
        "podDisruptionBudget: {maxUnavailable: null}                | podDisruptionBudget needs maxUnavailable or minAvailable",
        "podDisruptionBudget: {minAvailable: 1}                     | maxUnavailable and podDisruptionBudget.minAvailable are both given",
        "ingress: {enabled: true}                                   | ingress.enabled needs a host in ingress.hosts",
        "httpRoute: {enabled: true}                                 | httpRoute.enabled needs a gateway in httpRoute.parentRefs",
        "{httpRoute: {enabled: true, parentRefs: [{name: a}]}, tls: {existingSecret: b}} | a gateway speaks plain HTTP to its backends",
    })
    void byContradiction(String values, String message) {
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(message);
    }
}
