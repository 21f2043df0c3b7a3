package dev.isotherm.engine;

import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.torch.Dtype;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * All that decides which space a vector lies in. Vectors of two spaces must never meet in one index.
 *
 * @param weightsHash identity of the canonical weights
 * @param tokenizerHash identity of the tokenizer, without its truncation and padding settings
 * @param numericClass {@code float} for float32, float16 and bfloat16 alike, {@code int8}
 * @param query how queries are embedded
 * @param document how documents are embedded
 * @param defaultPrompt what is put before a text for which neither side is asked
 */
public record EmbeddingSpace(
        String weightsHash,
        String tokenizerHash,
        Pooling pooling,
        boolean normalize,
        int dimensions,
        String numericClass,
        Recipe query,
        Recipe document,
        String defaultPrompt) {

    private static final int FINGERPRINT_DIGITS = 16;

    /** How one side of a retrieval is embedded. */
    public record Recipe(String prompt, AttentionTemperature temperature) {

        private Recipe with(AttentionTemperature other) {
            return new Recipe(prompt, other);
        }
    }

    static EmbeddingSpace of(
            ModelDescription model, String weightsHash, String tokenizerHash, int dimensions, AttentionTemperature temperature, Dtype dtype) {
        String document = model.prompts().getOrDefault(
                "document", model.prompts().getOrDefault("passage", model.defaultPrompt()));
        return new EmbeddingSpace(
                weightsHash,
                tokenizerHash,
                model.pooling(),
                model.normalize(),
                dimensions,
                dtype.numericClass(),
                new Recipe(model.prompts().getOrDefault("query", model.defaultPrompt()), temperature),
                new Recipe(document, temperature),
                model.defaultPrompt());
    }

    /** The space of vectors made with other settings than the server's. */
    public EmbeddingSpace with(AttentionTemperature temperature, boolean normalized, int length) {
        return new EmbeddingSpace(
                weightsHash,
                tokenizerHash,
                pooling,
                normalized,
                length,
                numericClass,
                query.with(temperature),
                document.with(temperature),
                defaultPrompt);
    }

    /** A short name of this space: 16 hexadecimal digits, the same on every machine. */
    public String fingerprint() {
        return sha256(String.join("\u0000",
                weightsHash,
                tokenizerHash,
                pooling.label(),
                Boolean.toString(normalize),
                Integer.toString(dimensions),
                numericClass,
                query.prompt,
                query.temperature.toString(),
                document.prompt,
                document.temperature.toString(),
                defaultPrompt).getBytes(StandardCharsets.UTF_8)).substring(0, FINGERPRINT_DIGITS);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
