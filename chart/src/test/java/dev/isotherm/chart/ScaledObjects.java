package dev.isotherm.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscalerBehavior;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** KEDA's type, of which no model is published: the part of its definition (v2) that the chart may use. */
final class ScaledObjects {

    private record ScaledObject(String apiVersion, String kind, Metadata metadata, Spec spec) {}

    private record Metadata(String name, Map<String, String> labels) {}

    private record Spec(
            Target scaleTargetRef, int minReplicaCount, int maxReplicaCount, int pollingInterval, List<Trigger> triggers, Advanced advanced) {}

    private record Target(String apiVersion, String kind, String name) {}

    private record Trigger(String type, String metricType, Map<String, String> metadata, Authentication authenticationRef) {}

    private record Authentication(String name, String kind) {}

    private record Advanced(Scaling horizontalPodAutoscalerConfig) {}

    private record Scaling(JsonNode behavior) {}

    private ScaledObjects() {}

    /** @throws IOException when it is none */
    static void check(JsonNode object) throws IOException {
        ScaledObject read = read(object);
        V2HorizontalPodAutoscalerBehavior.validateJsonElement(JsonParser.parseString(
                read.spec().advanced().horizontalPodAutoscalerConfig().behavior().toString()));
        requireTexts(object.at("/spec/triggers/0/metadata"));
    }

    private static ScaledObject read(JsonNode object) throws JsonProcessingException {
        return ApiTypes.read(object, ScaledObject.class);
    }

    /** KEDA's metadata has texts only: a number there is refused by the API server. */
    private static void requireTexts(JsonNode metadata) {
        metadata.properties().forEach(field -> {
            if (!field.getValue().isTextual()) {
                throw new IllegalArgumentException("triggers.metadata.%s is not a text".formatted(field.getKey()));
            }
        });
    }
}
