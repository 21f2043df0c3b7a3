package dev.isotherm.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.util.Map;

/**
 * Holds objects against the types of their API: a field that is unknown, missing or of another type fails. Kubernetes' own are
 * judged by its official Java client, those of operators by fabric8's models, whose habit of keeping unknown fields is turned off.
 */
final class ApiTypes {

    /** Says what is wrong by throwing. */
    private interface Check {
        void of(JsonNode object) throws IOException;
    }

    private interface Official {
        void validate(JsonElement object) throws IOException;
    }

    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            });

    private static final Map<String, Check> TYPES = Map.ofEntries(
            official("v1/ConfigMap", V1ConfigMap::validateJsonElement),
            official("v1/Pod", V1Pod::validateJsonElement),
            official("v1/Secret", V1Secret::validateJsonElement),
            official("v1/Service", V1Service::validateJsonElement),
            official("v1/ServiceAccount", V1ServiceAccount::validateJsonElement),
            official("apps/v1/Deployment", V1Deployment::validateJsonElement),
            official("apps/v1/StatefulSet", V1StatefulSet::validateJsonElement),
            official("autoscaling/v2/HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::validateJsonElement),
            official("networking.k8s.io/v1/Ingress", V1Ingress::validateJsonElement),
            official("networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy::validateJsonElement),
            official("policy/v1/PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement),
            model("gateway.networking.k8s.io/v1/HTTPRoute", HTTPRoute.class),
            model("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class),
            model("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class),
            Map.entry("keda.sh/v1alpha1/ScaledObject", ScaledObjects::check));

    private ApiTypes() {}

    static void check(JsonNode object) {
        String type = object.path("apiVersion").asText() + "/" + object.path("kind").asText();
        Check check = TYPES.get(type);
        if (check == null) {
            throw new AssertionError(type + " is a type that nothing is known of");
        }
        try {
            check.of(object);
        } catch (IOException | IllegalArgumentException e) {
            throw new AssertionError(type + ": " + e.getMessage(), e);
        }
    }

    private static Map.Entry<String, Check> official(String type, Official official) {
        return Map.entry(type, object -> official.validate(JsonParser.parseString(object.toString())));
    }

    private static Map.Entry<String, Check> model(String type, Class<?> model) {
        return Map.entry(type, object -> STRICT.treeToValue(object, model));
    }

    /** @throws JsonProcessingException when it is not of the type */
    static <T> T read(JsonNode object, Class<T> type) throws JsonProcessingException {
        return STRICT.treeToValue(object, type);
    }
}
