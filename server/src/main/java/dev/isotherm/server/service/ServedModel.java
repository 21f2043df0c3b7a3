package dev.isotherm.server.service;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.EmbeddingSpace;
import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.model.Encoder;
import dev.isotherm.engine.text.Tokenizer;

/**
 * The model behind the routes.
 *
 * @param space the space of vectors made with the server's own settings
 * @param compute what it runs on, for answers and logs
 */
public record ServedModel(
        ModelDescription description, Tokenizer tokenizer, Encoder encoder, EmbeddingSpace space, Compute compute) {

    /** Names of what a model runs on. */
    public record Compute(String backend, String device, String dtype, int threads, String reason) {}

    public static ServedModel of(Embedder embedder) {
        return new ServedModel(
                embedder.model(),
                embedder.tokenizer(),
                embedder.encoder(),
                embedder.space(),
                new Compute(
                        embedder.backend().name(),
                        embedder.backend().device(),
                        embedder.backend().dtype().label(),
                        embedder.backend().threads(),
                        embedder.backend().reason()));
    }
}
