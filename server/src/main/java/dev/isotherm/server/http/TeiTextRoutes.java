package dev.isotherm.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.engine.text.Piece;
import dev.isotherm.server.service.Caller;
import dev.isotherm.server.service.PromptChoice;
import dev.isotherm.server.service.TextService;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** text-embeddings-inference's routes for tokens. */
final class TeiTextRoutes {

    private final TextService texts;

    TeiTextRoutes(TextService texts) {
        this.texts = texts;
    }

    void register(Endpoints endpoints) {
        TeiDialect dialect = new TeiDialect();
        endpoints.post("/tokenize", dialect, this::tokenize);
        endpoints.post("/decode", dialect, this::decode);
    }

    private CompletableFuture<Answer> tokenize(RequestFields fields, Caller caller) {
        return texts.tokenize(
                        "inputs",
                        fields.strings("inputs"),
                        fields.flag("add_special_tokens").orElse(true),
                        PromptChoice.of(fields.string("prompt_name")))
                .thenApply(pieces -> Answer.json(json -> {
                    json.writeStartArray();
                    for (List<Piece> text : pieces) {
                        json.writeStartArray();
                        for (Piece piece : text) {
                            write(json, piece);
                        }
                        json.writeEndArray();
                    }
                    json.writeEndArray();
                }));
    }

    private static void write(JsonGenerator json, Piece piece) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", piece.id());
        json.writeStringField("text", piece.text());
        json.writeBooleanField("special", piece.special());
        if (piece.special()) {
            json.writeNullField("start");
            json.writeNullField("stop");
        } else {
            json.writeNumberField("start", piece.start());
            json.writeNumberField("stop", piece.stop());
        }
        json.writeEndObject();
    }

    private CompletableFuture<Answer> decode(RequestFields fields, Caller caller) {
        List<int[]> ids = Inputs.idLists("ids", fields.required("ids", "token ids, or a list of such"));
        return texts.decode("ids", ids, fields.flag("skip_special_tokens").orElse(true))
                .thenApply(decoded -> Answer.json(json -> {
                    json.writeStartArray();
                    for (String text : decoded) {
                        json.writeString(text);
                    }
                    json.writeEndArray();
                }));
    }
}
