package dev.isotherm.engine.model;

/** What a forward pass yields, unnormalised, in float32. */
public sealed interface Output {

    /**
     * The vectors of an encoder that pools: [B][D].
     *
     * @throws ForwardException when this is another kind of output
     */
    default float[][] pooledVectors() {
        if (this instanceof Pooled pooled) {
            return pooled.vectors();
        }
        throw new ForwardException("the model yields no pooled vectors");
    }

    /** One vector a sequence, in the order of the batch: [B][D]. */
    record Pooled(float[][] vectors) implements Output {}
}
