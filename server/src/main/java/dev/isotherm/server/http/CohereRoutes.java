package dev.isotherm.server.http;

import dev.isotherm.engine.text.Truncation;
import dev.isotherm.server.http.EmbeddingType.Format;
import dev.isotherm.server.json.Json;
import dev.isotherm.server.service.Caller;
import dev.isotherm.server.service.Counts;
import dev.isotherm.server.service.EmbedCall;
import dev.isotherm.server.service.EmbedResult;
import dev.isotherm.server.service.EmbedResult.Embedded;
import dev.isotherm.server.service.EmbedService;
import dev.isotherm.server.service.Input;
import dev.isotherm.engine.text.Overflow;
import dev.isotherm.server.service.PromptChoice;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Cohere's route for vectors, with fields of our own beside its own. */
final class CohereRoutes {

    private final EmbedService embeddings;
    private final ServedNames names;

    CohereRoutes(EmbedService embeddings, ServedNames names) {
        this.embeddings = embeddings;
        this.names = names;
    }

    void register(Endpoints endpoints) {
        endpoints.post("/v2/embed", new CohereDialect(), this::embed);
    }

    private CompletableFuture<Answer> embed(RequestFields fields, Caller caller) {
        names.resolve(fields.string("model"));
        List<String> texts = CohereTexts.read(fields);
        List<EmbeddingType> types = EmbeddingType.read(fields);
        CohereTruncate truncate = CohereTruncate.read(fields);
        EmbedCall call = new EmbedCall(
                "texts",
                texts.stream().<Input>map(Input.Text::new).toList(),
                Optional.of(truncate.overflow()),
                truncate.side(),
                prompt(fields),
                Optional.of(true),
                fields.count("output_dimension"),
                fields.temperature("attention_temperature"),
                fields.string("expected_fingerprint"));
        return embeddings.embed(call, caller).thenApply(result ->
                Answer.ofModel(() -> body(result, texts, types), result.fingerprint(), result.counts(), result.timings()));
    }

    /** What a text is for is said by prompts, which models name differently; a model without one for it has none. */
    private static PromptChoice prompt(RequestFields fields) {
        return fields.choice("input_type", "search_document, search_query, classification or clustering", type -> switch (type) {
            case "search_document" -> Optional.of(new PromptChoice.FirstOf(List.of("document", "passage", "search_document")));
            case "search_query" -> Optional.of(new PromptChoice.FirstOf(List.of("query", "search_query")));
            case "classification", "clustering" -> Optional.of(new PromptChoice.FirstOf(List.of(type)));
            default -> Optional.empty();
        }).<PromptChoice>map(choice -> choice).orElse(PromptChoice.DEFAULT);
    }

    private static byte[] body(EmbedResult result, List<String> texts, List<EmbeddingType> types) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("id", UUID.randomUUID().toString());
            json.writeStringField("response_type", "embeddings_by_type");
            json.writeObjectFieldStart("embeddings");
            for (EmbeddingType type : types) {
                Format format = type.format();
                json.writeArrayFieldStart(type.label());
                for (Embedded text : result.texts()) {
                    format.write(json, text.vector());
                }
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeArrayFieldStart("texts");
            for (String text : texts) {
                json.writeString(text);
            }
            json.writeEndArray();
            CohereMeta.write(json, "input_tokens", Counts.used(result.counts()));
            json.writeEndObject();
        });
    }

    /** {@code truncate}: which end of a long text is cut off, if any; {@code overflow} says more. */
    private record CohereTruncate(Overflow overflow, Truncation.Side side) {

        private static CohereTruncate read(RequestFields fields) {
            CohereTruncate truncate = fields.choice("truncate", "NONE, START or END", word -> switch (word.toUpperCase(Locale.ROOT)) {
                case "NONE" -> Optional.of(new CohereTruncate(Overflow.ERROR, Truncation.Side.RIGHT));
                case "START" -> Optional.of(new CohereTruncate(Overflow.TRUNCATE, Truncation.Side.LEFT));
                case "END" -> Optional.of(new CohereTruncate(Overflow.TRUNCATE, Truncation.Side.RIGHT));
                default -> Optional.empty();
            }).orElse(new CohereTruncate(Overflow.TRUNCATE, Truncation.Side.RIGHT));
            return fields.choice("overflow", Overflow.labels(), Overflow::of)
                    .map(overflow -> new CohereTruncate(overflow, truncate.side()))
                    .orElse(truncate);
        }
    }
}
