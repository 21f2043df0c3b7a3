package dev.isotherm.engine;

import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.engine.policy.EmbeddingPolicy;
import dev.isotherm.engine.policy.EmbeddingPolicy.Side;
import dev.isotherm.engine.policy.PolicyException;
import java.util.List;

/** What does not go with sparse vectors: their lengths count, and nothing in them is below 0. */
final class SparseSettings {

    private SparseSettings() {}

    /**
     * @throws ModelException when vectors are to have length 1
     * @throws PolicyException when the policy has a blend or a centring
     */
    static void require(ModelDescription model, EmbeddingPolicy policy) {
        if (!model.isSparse()) {
            return;
        }
        if (model.normalize()) {
            throw new ModelException("model %s yields sparse vectors: normalize is true, allowed is false".formatted(model.id()));
        }
        for (Side side : List.of(policy.query(), policy.document())) {
            if (side.temperature().members().size() > 1) {
                throw new PolicyException("model %s yields sparse vectors: attention temperature is %s, allowed is one that is no blend"
                        .formatted(model.id(), side.temperature()));
            }
            if (side.centring().isPresent()) {
                throw new PolicyException("model %s yields sparse vectors: the policy has a centring, allowed is one without"
                        .formatted(model.id()));
            }
        }
    }
}
