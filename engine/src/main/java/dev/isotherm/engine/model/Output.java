package dev.isotherm.engine.model;

/** What a forward pass yields, unnormalised, in float32. */
public sealed interface Output {

    /** One vector a sequence, in the order of the batch: [B][D]. */
    @SuppressWarnings("ArrayRecordComponent")
    record Pooled(float[][] vectors) implements Output {}
}
