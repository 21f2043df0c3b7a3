package dev.isotherm.engine.model;

import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.Dtype;
import java.util.List;

/**
 * What a model takes of a device, known from its configuration alone.
 *
 * @param weights bytes of its parameters
 * @param forward bytes of the activations of its largest batch, an estimate
 */
public record ModelMemory(long weights, long forward) {

    /** Score matrices, index tensors and what allocators keep. */
    private static final long FORWARD_BASE = 64L << 20;

    /**
     * @param tokens of the largest batch
     * @param rowElements elements that live at once for each token: hidden states, queries, keys, values, inner layer
     */
    static ModelMemory of(List<Parameter> parameters, Dtype dtype, int tokens, long rowElements) {
        long elements = parameters.stream().mapToLong(Parameter::elements).sum();
        return new ModelMemory(elements * dtype.bytes(), FORWARD_BASE + tokens * rowElements * dtype.bytes());
    }

    public long total() {
        return weights + forward;
    }

    /**
     * @param present bytes of the device
     * @throws ModelException when this is more
     */
    public void requireAtMost(long present, String modelId, Backend backend) {
        if (total() > present) {
            throw new ModelException("model %s needs %s in %s, %s has %.1f GB in all".formatted(
                    modelId, this, backend.dtype().label(), backend.device(), present / 1e9));
        }
    }

    /** Such as {@code 13.0 GB for its weights and 0.4 GB for a batch}. */
    @Override
    public String toString() {
        return "%.1f GB for its weights and %.1f GB for a batch".formatted(weights / 1e9, forward / 1e9);
    }
}
