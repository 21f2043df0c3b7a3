package dev.isotherm.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.server.json.Json;
import dev.isotherm.server.service.LengthCollapse;
import dev.isotherm.server.service.ServedModel;
import java.io.IOException;
import java.util.List;

/** {@code GET /collapse}: the numbers behind the gauge of length collapse. */
final class CollapseAnswer {

    private CollapseAnswer() {}

    static byte[] of(ServedModel model, LengthCollapse collapse) {
        boolean none = model.description().isClassifier() || model.description().isSparse();
        List<LengthCollapse.Reading> readings = none ? List.of() : collapse.read();
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("fingerprint", model.space().fingerprint());
            json.writeStringField("attention_temperature", model.space().document().temperature().toString());
            json.writeNumberField("kept_per_bucket", LengthCollapse.KEPT);
            json.writeNumberField("needed", LengthCollapse.NEEDED);
            json.writeArrayFieldStart("buckets");
            for (LengthCollapse.Reading reading : readings) {
                write(json, reading);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, LengthCollapse.Reading reading) throws IOException {
        LengthCollapse.Bucket bucket = reading.bucket();
        json.writeStartObject();
        json.writeStringField("tokens", bucket.label());
        json.writeNumberField("from", bucket.from());
        json.writeFieldName("to");
        if (bucket.to().isPresent()) {
            json.writeNumber(bucket.to().getAsInt());
        } else {
            json.writeNull();
        }
        json.writeNumberField("seen", reading.seen());
        json.writeNumberField("kept", reading.kept());
        write(json, "mean_cosine", reading.alikeness().meanCosine());
        write(json, "centred_mean_cosine", reading.alikeness().centredMeanCosine());
        write(json, "mean_cosine_centred_on_all", reading.alikeness().meanCosineCentredOnAll());
        write(json, "distance_to_centre", reading.alikeness().distanceToCentre());
        json.writeEndObject();
    }

    /** JSON has no NaN. */
    private static void write(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        if (Double.isNaN(value)) {
            json.writeNull();
        } else {
            json.writeNumber(value);
        }
    }
}
