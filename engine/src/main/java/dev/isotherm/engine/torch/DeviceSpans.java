package dev.isotherm.engine.torch;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Where sequences begin and end, on the device; T tokens, B sequences, L layers.
 *
 * @param cuSeqlens [B+1] in int32
 * @param longest tokens of the longest sequence
 * @param layers [L]
 */
record DeviceSpans(Tensor cuSeqlens, int longest, List<RowScale> layers) {

    /**
     * The factor 1/τ on the queries of a layer.
     *
     * @param uniform the factor of every row, unless rows have their own
     * @param rows [T] in float32
     */
    record RowScale(float uniform, Optional<Tensor> rows) {}
}
