package dev.isotherm.engine;

import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.hub.ModelOverrides;
import dev.isotherm.engine.hub.ModelReference;
import dev.isotherm.engine.policy.EmbeddingPolicy;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.torch.ComputeOptions;

/**
 * What to load and how to run it.
 *
 * @param model which model
 * @param overrides settings in place of the model's own
 * @param policy how texts are embedded when a call names no temperature
 */
public record EmbedderOptions(
        ModelReference model, ModelOverrides overrides, EmbeddingPolicy policy, ComputeOptions compute) {

    /** The bundled default model as published, on whatever this machine has. */
    public static EmbedderOptions defaults() {
        return of(BundledModel.DEFAULT.id());
    }

    /** A model as published, on whatever this machine has. */
    public static EmbedderOptions of(String modelId) {
        return new EmbedderOptions(ModelReference.of(modelId), ModelOverrides.NONE, EmbeddingPolicy.of(AttentionTemperature.NONE), ComputeOptions.automatic());
    }

    public EmbedderOptions with(ComputeOptions chosen) {
        return new EmbedderOptions(model, overrides, policy, chosen);
    }

    public EmbedderOptions with(EmbeddingPolicy chosen) {
        return new EmbedderOptions(model, overrides, chosen, compute);
    }

    public EmbedderOptions with(AttentionTemperature chosen) {
        return with(EmbeddingPolicy.of(chosen));
    }

    public EmbedderOptions with(ModelOverrides chosen) {
        return new EmbedderOptions(model, chosen, policy, compute);
    }
}
