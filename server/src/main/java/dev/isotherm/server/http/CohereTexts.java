package dev.isotherm.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The texts of a request to Cohere's route: {@code texts}, or {@code inputs} whose content is text. */
final class CohereTexts {

    private CohereTexts() {}

    static List<String> read(RequestFields fields) {
        return fields.has("inputs") && !fields.has("texts")
                ? fields.list("inputs", "a list of objects with content", CohereTexts::text)
                : fields.list("texts", "a list of strings", RequestFields::text);
    }

    private static String text(String place, JsonNode input) {
        JsonNode content = input.path("content");
        if (!content.isArray() || content.isEmpty()) {
            throw RequestFields.wrongTypeAt(place, input, "an object with content, a list of texts");
        }
        return StreamSupport.stream(content.spliterator(), false)
                .map(part -> RequestFields.text(place + ".content.text", part.path("text")))
                .collect(Collectors.joining());
    }
}
