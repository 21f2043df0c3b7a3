package dev.isotherm.server.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;

/**
 * Refuses a value that would take many times its bytes of memory: three bytes can be an object of a hundred. No request that is
 * served needs as many.
 */
final class BoundedParser extends JsonParserDelegate {

    private static final int MAX_TEXTS_LISTS_AND_OBJECTS = 100_000;
    private static final int MAX_TOKENS = 4_000_000;

    private int tokens;
    private int large;

    BoundedParser(JsonParser parser) {
        super(parser);
    }

    @Override
    public JsonToken nextToken() throws IOException {
        JsonToken token = super.nextToken();
        tokens++;
        if (token != null && (token.isStructStart() || token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME)) {
            large++;
        }
        if (large > MAX_TEXTS_LISTS_AND_OBJECTS || tokens > MAX_TOKENS) {
            throw new StreamConstraintsException("more than %d texts, lists and objects, or %d values in all"
                    .formatted(MAX_TEXTS_LISTS_AND_OBJECTS, MAX_TOKENS));
        }
        return token;
    }
}
