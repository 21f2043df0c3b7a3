package dev.isotherm.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.server.service.Input;
import dev.isotherm.server.service.RequestException;
import java.util.ArrayList;
import java.util.List;

/** Texts and token ids as TEI and OpenAI have them: one of either, or a list of either. */
final class Inputs {

    static final String ALLOWED = "a string, token ids, or a list of either";

    private Inputs() {}

    /**
     * @throws RequestException when it is something else
     */
    static List<Input> read(String place, JsonNode node) {
        if (node.isTextual()) {
            return List.of(new Input.Text(node.asText()));
        }
        if (!node.isArray()) {
            throw RequestFields.wrongTypeAt(place, node, ALLOWED);
        }
        if (node.path(0).isNumber()) {
            return List.of(new Input.Ids(ids(place, node)));
        }
        List<Input> inputs = new ArrayList<>(node.size());
        for (JsonNode element : node) {
            inputs.add(one("%s[%d]".formatted(place, inputs.size()), element));
        }
        return inputs;
    }

    private static Input one(String place, JsonNode node) {
        if (node.isTextual()) {
            return new Input.Text(node.asText());
        }
        if (node.isArray()) {
            return new Input.Ids(ids(place, node));
        }
        throw RequestFields.wrongTypeAt(place, node, "a string or token ids");
    }

    /** One list of token ids, or a list of such lists. */
    static List<int[]> idLists(String place, JsonNode node) {
        if (!node.isArray()) {
            throw RequestFields.wrongTypeAt(place, node, "token ids, or a list of such");
        }
        if (!node.path(0).isArray()) {
            return List.of(ids(place, node));
        }
        List<int[]> lists = new ArrayList<>(node.size());
        for (JsonNode element : node) {
            String where = "%s[%d]".formatted(place, lists.size());
            if (!element.isArray()) {
                throw RequestFields.wrongTypeAt(where, element, "token ids");
            }
            lists.add(ids(where, element));
        }
        return lists;
    }

    private static int[] ids(String place, JsonNode node) {
        int[] ids = new int[node.size()];
        for (int i = 0; i < ids.length; i++) {
            JsonNode id = node.get(i);
            if (!id.isIntegralNumber()) {
                throw RequestFields.wrongTypeAt("%s[%d]".formatted(place, i), id, "a token id");
            }
            // What no int holds is no token's id either, and is refused as such.
            ids[i] = id.canConvertToInt() ? id.asInt() : -1;
        }
        return ids;
    }
}
