package dev.isotherm.lab.calibrate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isotherm.engine.EmbeddingSpace;
import dev.isotherm.engine.policy.EmbeddingPolicy;
import dev.isotherm.engine.policy.EmbeddingPolicy.Side;
import dev.isotherm.engine.policy.PolicyFile;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Overflow;
import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.report.ReportException;
import dev.isotherm.lab.statistics.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a calibration recommends, as a server takes it.
 *
 * @param model the model's name
 * @param published the space that the model as published embeds into
 */
public record CalibratedPolicy(Calibration calibration, String model, EmbeddingSpace published) {

    public EmbeddingPolicy policy() {
        Policy recommended = calibration.recommended();
        return new EmbeddingPolicy(
                new Side(recommended.ofQueries(), calibration.fit().queries()),
                new Side(recommended.ofDocuments(), calibration.fit().documents()),
                Optional.of(recommended.overflow()).filter(overflow -> overflow != Overflow.TRUNCATE),
                Optional.of(published.with(AttentionTemperature.NONE).fingerprint()));
    }

    /** The space of an index made by it. */
    public String fingerprint() {
        return published.with(policy()).fingerprint();
    }

    /**
     * Writes what {@code serve --attention-temperature @file} reads.
     *
     * @throws ReportException when it cannot be written
     */
    public void write(Path file) {
        ObjectNode json = PolicyFile.json(policy()).put("model", model);
        Comparison heldOut = calibration.chosen().heldOut();
        json.putObject("evidence")
                .put("policy", calibration.recommended().toString())
                .put("chosen", calibration.chosen().policy().toString())
                .put("metric", calibration.metric())
                .put("held_out_published", heldOut.baseline())
                .put("held_out_chosen", heldOut.value())
                .put("low", heldOut.low()).put("high", heldOut.high()).put("p", heldOut.p());
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, json.toPrettyString() + "\n");
        } catch (IOException e) {
            throw new ReportException("%s cannot be written".formatted(file), e);
        }
    }
}
