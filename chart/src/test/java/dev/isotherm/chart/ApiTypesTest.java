package dev.isotherm.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The judge itself: whatever field is strange, at any depth of any object, is noticed. */
class ApiTypesTest {

    /** Whose keys are the user's. */
    private static final Set<String> MAPS = Set.of(
            "annotations", "data", "labels", "limits", "matchLabels", "nodeSelector", "requests", "selector");

    @ParameterizedTest
    @EnumSource(names = {"GPU", "HPA", "HPA_EXTERNAL", "HUB", "INGRESS", "HTTP_ROUTE", "SHARED_CLAIM", "EVERYTHING_ON"})
    void unknownFieldsAreNoticedAnywhere(Matrix values) {
        for (JsonNode object : values.render().all()) {
            List<ObjectNode> places = new ArrayList<>();
            collect(object, "", object.path("kind").asText(), places);
            assertThat(places).isNotEmpty().allSatisfy(place -> {
                place.put("surprise", 1);
                assertThatThrownBy(() -> ApiTypes.check(object)).as(place.toString()).isInstanceOf(AssertionError.class)
                        .hasMessageContaining("surprise");
                place.remove("surprise");
            });
            ApiTypes.check(object);
        }
    }

    @Test
    void missingFieldsAreNoticed() {
        JsonNode deployment = Matrix.DEFAULTS.render().get("Deployment");
        ((ObjectNode) deployment.at("/spec/template/spec/containers/0/livenessProbe/httpGet")).remove("port");
        assertThatThrownBy(() -> ApiTypes.check(deployment)).isInstanceOf(AssertionError.class).hasMessageContaining("port");
    }

    @Test
    void wrongTypesAreNoticed() {
        JsonNode deployment = Matrix.DEFAULTS.render().get("Deployment");
        ((ObjectNode) deployment.at("/spec/template/spec/containers/0")).putObject("image");
        assertThatThrownBy(() -> ApiTypes.check(deployment)).isInstanceOf(AssertionError.class).hasMessageContaining("image");
    }

    /** A selector is a map in a Service and a type elsewhere; a rule's labels and annotations are maps too. */
    private static void collect(JsonNode node, String name, String kind, List<ObjectNode> places) {
        boolean map = MAPS.contains(name) && !(name.equals("selector") && !kind.equals("Service"))
                || kind.equals("ScaledObject") && name.equals("metadata");
        if (node instanceof ObjectNode object && !map) {
            places.add(object);
            object.properties().forEach(field -> collect(field.getValue(), field.getKey(), kind, places));
        } else if (node.isArray()) {
            node.forEach(element -> collect(element, name, kind, places));
        }
    }
}
