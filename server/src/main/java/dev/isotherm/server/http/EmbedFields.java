package dev.isotherm.server.http;

import dev.isotherm.engine.text.Overflow;
import dev.isotherm.engine.text.Truncation;
import dev.isotherm.server.service.EmbedCall;
import dev.isotherm.server.service.Input;
import dev.isotherm.server.service.PromptChoice;
import dev.isotherm.server.service.RequestException;
import dev.isotherm.server.service.RequestException.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The fields that the routes for vectors have in common. */
final class EmbedFields {

    private EmbedFields() {}

    /**
     * @param field name of the one that holds the inputs
     */
    static EmbedCall call(RequestFields fields, String field) {
        return call(fields, field, fields.inputs(field));
    }

    /**
     * @param fields the object that says how
     * @param field what to call the inputs in messages
     */
    static EmbedCall call(RequestFields fields, String field, List<Input> inputs) {
        return new EmbedCall(
                field,
                inputs,
                overflow(fields),
                side(fields),
                PromptChoice.of(fields.string("prompt_name")),
                fields.flag("normalize"),
                fields.count("dimensions"),
                fields.temperature("attention_temperature"),
                fields.string("expected_fingerprint"));
    }

    static Truncation.Side side(RequestFields fields) {
        return fields.choice("truncation_direction", "Left or Right", side -> switch (side.toLowerCase(Locale.ROOT)) {
            case "left" -> Optional.of(Truncation.Side.LEFT);
            case "right" -> Optional.of(Truncation.Side.RIGHT);
            default -> Optional.empty();
        }).orElse(Truncation.Side.RIGHT);
    }

    /** {@code truncate: true} allows any way of reading a long text, {@code false} none. */
    private static Optional<Overflow> overflow(RequestFields fields) {
        Optional<Boolean> truncate = fields.flag("truncate");
        Optional<Overflow> overflow = fields.choice("overflow", Overflow.labels(), Overflow::of);
        if (truncate.isPresent() && overflow.isPresent() && truncate.get() == (overflow.get() == Overflow.ERROR)) {
            throw new RequestException(Kind.INVALID, fields.place("overflow"), "overflow is %s, which contradicts truncate: %s"
                    .formatted(overflow.get().label(), truncate.get()));
        }
        return overflow.or(() -> truncate.map(cut -> cut ? Overflow.TRUNCATE : Overflow.ERROR));
    }
}
