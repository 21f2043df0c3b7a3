package dev.isotherm.engine.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The labels of a sequence classifier's {@code config.json}. */
final class Labels {

    private static final int MAX = 100_000;

    private Labels() {}

    /**
     * @return in the order of the model's logits; empty when it is no classifier
     * @throws ModelException when they are not numbered from 0
     */
    static List<String> of(JsonNode config) {
        if (!config.path("architectures").path(0).asText().endsWith("ForSequenceClassification")) {
            return List.of();
        }
        JsonNode byNumber = config.path("id2label");
        if (byNumber.isEmpty()) {
            // Two labels of these names are the format's default, which is not written down.
            return List.of("LABEL_0", "LABEL_1");
        }
        List<String> labels = new ArrayList<>();
        if (byNumber.size() > MAX) {
            throw new ModelException("config.json: id2label has %d labels, allowed are %d".formatted(byNumber.size(), MAX));
        }
        for (int i = 0; i < byNumber.size(); i++) {
            labels.add(label(byNumber, i));
        }
        return labels;
    }

    private static String label(JsonNode byNumber, int number) {
        JsonNode label = byNumber.path(Integer.toString(number));
        if (label.isMissingNode()) {
            throw new ModelException("config.json: id2label has %d labels, but none for %d".formatted(byNumber.size(), number));
        }
        return label.asText();
    }
}
