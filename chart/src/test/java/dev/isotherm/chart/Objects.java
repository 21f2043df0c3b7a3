package dev.isotherm.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What was rendered. */
record Objects(List<JsonNode> all) {

    Optional<JsonNode> find(String kind, String name) {
        return all.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .filter(object -> object.at("/metadata/name").asText().equals(name))
                .findFirst();
    }

    JsonNode get(String kind, String name) {
        return find(kind, name).orElseThrow(() -> new AssertionError("no %s %s among %s".formatted(kind, name, names())));
    }

    /** That of the release's own name. */
    JsonNode get(String kind) {
        return get(kind, Chart.FULL_NAME);
    }

    List<String> names() {
        return all.stream().map(object -> object.path("kind").asText() + "/" + object.at("/metadata/name").asText()).sorted().toList();
    }

    JsonNode workload() {
        return find("StatefulSet", Chart.FULL_NAME).orElseGet(() -> get("Deployment"));
    }

    JsonNode pod() {
        return workload().at("/spec/template");
    }

    JsonNode container() {
        return pod().at("/spec/containers/0");
    }

    JsonNode settings() {
        return get("ConfigMap").path("data");
    }

    /** Variables of the container by name; those that Kubernetes fills in as the JSON of where from. */
    Map<String, String> variables() {
        return list(container().path("env")).stream().collect(Collectors.toMap(
                variable -> variable.path("name").asText(),
                variable -> variable.has("value") ? variable.path("value").asText() : variable.path("valueFrom").toString()));
    }

    static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    static List<String> texts(JsonNode array) {
        return list(array).stream().map(JsonNode::asText).toList();
    }
}
