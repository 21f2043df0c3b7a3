package dev.isotherm.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What Helm prints in the end. */
class NotesTest {

    @Test
    void defaults() {
        assertThat(Chart.notes("")).contains(
                "kubectl -n search rollout status deployment/vectors-isotherm",
                "kubectl -n search port-forward service/vectors-isotherm 8080:8080",
                "curl -si http://localhost:8080/embed",
                "must be rebuilt",
                "set expectedFingerprint",
                "No API key is set")
                .doesNotContain("Bearer", "modelCache", "serviceMonitor");
    }

    @Test
    void otherwise() {
        assertThat(Chart.notes("""
                model: {id: intfloat/e5-base}
                expectedFingerprint: e1e1cb81b1a719ff
                apiKeys: {existingSecret: keys}
                tls: {existingSecret: certificate}
                autoscaling: {keda: {enabled: true}}
                """)).contains("curl -sik https://localhost:8080/embed", "Bearer $ISOTHERM_KEY", "only when it is e1e1cb81b1a719ff",
                        "modelCache.enabled keeps it", "vectors-isotherm-metrics:9000/metrics")
                .doesNotContain("No API key is set");
    }
}
