package dev.isotherm.engine;

import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.policy.EmbeddingPolicy;
import dev.isotherm.engine.pooling.Centring;
import dev.isotherm.engine.pooling.PoolingModes;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.torch.Dtype;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that decides which space a vector lies in. Vectors of two spaces must never meet in one index.
 *
 * @param weightsHash identity of the canonical weights and of what is computed behind them
 * @param tokenizerHash identity of the tokenizer, without its truncation and padding settings
 * @param numericClass {@code float} for float32, float16 and bfloat16 alike, {@code int8}
 * @param query how queries are embedded
 * @param document how documents are embedded
 * @param defaultPrompt what is put before a text for which neither side is asked
 */
public record EmbeddingSpace(
        String weightsHash,
        String tokenizerHash,
        PoolingModes pooling,
        boolean normalize,
        int dimensions,
        String numericClass,
        Recipe query,
        Recipe document,
        String defaultPrompt) {

    private static final int FINGERPRINT_DIGITS = 16;

    /** How one side of a retrieval is embedded. */
    public record Recipe(String prompt, AttentionTemperature temperature, Optional<Centring> centring) {

        private static Recipe of(String prompt, EmbeddingPolicy.Side side) {
            return new Recipe(prompt, side.temperature(), side.centring());
        }

        /** Means are those of one temperature, and would be wrong for another. */
        private Recipe with(AttentionTemperature other) {
            return new Recipe(prompt, other, Optional.empty());
        }

        private Stream<String> identity() {
            return Stream.concat(Stream.of(prompt, temperature.toString()), centring.map(Centring::hash).stream());
        }
    }

    static EmbeddingSpace of(
            ModelDescription model, String weightsHash, String tokenizerHash, int dimensions, EmbeddingPolicy policy, Dtype dtype) {
        String document = model.prompts().getOrDefault(
                "document", model.prompts().getOrDefault("passage", model.defaultPrompt()));
        String weights = model.variant().isEmpty() ? weightsHash : sha256((weightsHash + "\u0000" + model.variant()).getBytes(StandardCharsets.UTF_8));
        return new EmbeddingSpace(
                weights,
                tokenizerHash,
                model.pooling(),
                model.normalize(),
                dimensions,
                dtype.numericClass(),
                Recipe.of(model.prompts().getOrDefault("query", model.defaultPrompt()), policy.query()),
                Recipe.of(document, policy.document()),
                model.defaultPrompt());
    }

    /** The space of vectors made with another length than the server's. */
    public EmbeddingSpace with(boolean normalized, int length) {
        return with(query, document, normalized, length);
    }

    /** The space of vectors made at that temperature on both sides, with nothing taken out of them. */
    public EmbeddingSpace with(AttentionTemperature temperature) {
        return with(query.with(temperature), document.with(temperature), normalize, dimensions);
    }

    /** The space of vectors made by that policy. */
    public EmbeddingSpace with(EmbeddingPolicy policy) {
        return with(Recipe.of(query.prompt, policy.query()), Recipe.of(document.prompt, policy.document()), normalize, dimensions);
    }

    private EmbeddingSpace with(Recipe queries, Recipe documents, boolean normalized, int length) {
        return new EmbeddingSpace(
                weightsHash, tokenizerHash, pooling, normalized, length, numericClass, queries, documents, defaultPrompt);
    }

    /** Whether a text's vector depends on the side it is on, beyond the prompts. */
    public boolean tellsSidesApart() {
        return !query.temperature.equals(document.temperature) || query.centring.isPresent() || document.centring.isPresent();
    }

    /** A short name of this space: 16 hexadecimal digits, the same on every machine. */
    public String fingerprint() {
        Stream<String> model = Stream.of(
                weightsHash, tokenizerHash, pooling.label(), Boolean.toString(normalize), Integer.toString(dimensions), numericClass);
        return sha256(Stream.of(model, query.identity(), document.identity(), Stream.of(defaultPrompt))
                .flatMap(part -> part)
                .collect(Collectors.joining("\u0000"))
                .getBytes(StandardCharsets.UTF_8)).substring(0, FINGERPRINT_DIGITS);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
