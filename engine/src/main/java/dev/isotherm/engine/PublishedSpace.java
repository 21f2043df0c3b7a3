package dev.isotherm.engine;

import dev.isotherm.engine.hub.HubModel;
import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.hub.ModelDescriptionReader;
import dev.isotherm.engine.hub.ModelOverrides;
import dev.isotherm.engine.model.ModelFamily;
import dev.isotherm.engine.policy.EmbeddingPolicy;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.torch.Dtype;
import dev.isotherm.engine.torch.TorchNatives;
import dev.isotherm.engine.weights.Weights;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The space of a hub's model without a temperature, told without loading the model. The hash of its weights takes reading all of
 * them; it is kept beside them in the cache.
 */
public final class PublishedSpace {

    private static final String NOTE = "weights-sha256";

    private PublishedSpace() {}

    /**
     * Reads the small files, fetching what the cache lacks of them.
     *
     * @throws dev.isotherm.engine.hub.ModelException when the model could not be served
     */
    public static void requireSupported(HubModel model, ModelOverrides overrides) {
        describe(model, overrides);
    }

    /**
     * @param overrides settings in place of the model's own
     * @param nativeCache folder for unpacked native libraries; empty for the default
     * @throws dev.isotherm.engine.hub.ModelException when the model could not be served
     * @throws dev.isotherm.engine.weights.WeightsException when its weights could not
     */
    public static EmbeddingSpace of(HubModel model, ModelOverrides overrides, Optional<Path> nativeCache) {
        ModelDescription description = describe(model, overrides);
        String hash = model.note(note(description)).orElseGet(() -> hash(model, description, nativeCache));
        String tokenizerHash = TokenizerIdentity.hash(description.tokenizerJson());
        return EmbeddingSpace.of(
                description, hash, tokenizerHash, ModelFamily.dimensions(description), EmbeddingPolicy.of(AttentionTemperature.NONE), Dtype.FLOAT32);
    }

    private static ModelDescription describe(HubModel model, ModelOverrides overrides) {
        return new ModelDescriptionReader(model, ModelFamily::positions).read(overrides);
    }

    /** A sparse model has a head that the same checkpoint has no use for when it yields dense vectors. */
    private static String note(ModelDescription description) {
        return description.isSparse() ? NOTE + "-splade" : NOTE;
    }

    private static String hash(HubModel model, ModelDescription description, Optional<Path> nativeCache) {
        TorchNatives.load(nativeCache);
        try (Weights weights = model.withModules(model.openWeights(), description.modules())) {
            String hash = ModelFamily.weightsHash(description, weights);
            model.keepNote(note(description), hash);
            return hash;
        }
    }
}
