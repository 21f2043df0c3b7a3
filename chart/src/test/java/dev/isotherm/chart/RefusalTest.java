package dev.isotherm.chart;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that cannot work are refused before anything reaches a cluster, by a message that names the value. */
class RefusalTest {

    /** By values.schema.json; what is expected is the value's path and what is said of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "replicas: 2                                 | (root)                             | Additional property replicas is not allowed",
        "replicaCount: two                           | replicaCount                       | Expected: integer, given: string",
        "replicaCount: -1                            | replicaCount                       | Must be greater than or equal to 0",
        "model: {dtype: fp16}                        | model.dtype                        | must be one of the following: \"auto\", \"float32\", \"bfloat16\", \"float16\", \"int8\"",
        "model: {attentionTemperature: 30}           | model.attentionTemperature         | Must be less than or equal to 20",
        "model: {policy: {isotherm_policy: 1}}       | model.policy                       | Expected: [string,null], given: object",
        "model: {temperature: 0.5}                   | model                              | Additional property temperature is not allowed",
        "model: {id: ''}                             | model.id                           | String length must be greater than or equal to 1",
        "expectedFingerprint: E1E1                   | expectedFingerprint                | Does not match pattern '^([0-9a-f]{16})?$'",
        "threads: 0                                  | threads                            | Must be greater than or equal to 1",
        "threads: all                                | threads                            | Expected: [integer,null], given: string",
        "service: {type: External}                   | service.type                       | \"ClusterIP\", \"NodePort\", \"LoadBalancer\"",
        "service: {port: 70000}                      | service.port                       | Must be less than or equal to 65535",
        "gpu: {enabled: 'yes'}                       | gpu.enabled                        | Expected: boolean, given: string",
        "gpu: {count: 0.5}                           | gpu.count                          | Expected: integer, given: number",
        "modelCache: {size: 10}                      | modelCache.size                    | Expected: string, given: integer",
        "modelCache: {size: 10 GB}                   | modelCache.size                    | Does not match pattern",
        "hub: {endpoint: hub.example.org}            | hub.endpoint                       | Does not match pattern '^(https?://",
        "apiKeys: {keys: ['with space']}             | apiKeys.keys.0                     | Does not match pattern",
        "apiKeys: {keys: ['#first']}                 | apiKeys.keys.0                     | Does not match pattern",
        "settings: {max-queue-token: 1}              | settings                           | Additional property max-queue-token is not allowed",
        "settings: {max-queue-tokens: many}          | settings.max-queue-tokens          | Expected: integer, given: string",
        "image: {digest: 'sha256:12'}                | image.digest                       | Does not match pattern '^(sha256:",
        "autoscaling: {targetWaitSeconds: 0}         | autoscaling.targetWaitSeconds      | Must be greater than or equal to 0.001",
        "autoscaling: {hpa: {metricType: Resource}}  | autoscaling.hpa.metricType         | \"Pods\", \"External\"",
        "podDisruptionBudget: {maxUnavailable: some} | podDisruptionBudget.maxUnavailable | Does not match pattern '^[0-9]+%$'",
        "drain: {delay: 3}                           | drain                              | Additional property delay is not allowed",
        "podLabels: {tier: 1}                        | podLabels.tier                     | Expected: string, given: integer",
    })
    void bySchema(String values, String path, String reason) {
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining("- %s: ".formatted(path)).hasMessageContaining(reason);
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
