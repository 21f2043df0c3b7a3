package dev.isotherm.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * FlashAttention's rule: the error to the same computation in float64 is at most twice that of plain LibTorch in the number format that
 * was computed in, and a little.
 */
final class ToleranceRule {

    private static final double LITTLE = 1e-5;

    private ToleranceRule() {}

    /**
     * @param plain by plain LibTorch in ours's number format
     * @param truth in float64, of the same rounded inputs
     */
    static void assertHolds(Tensor ours, Tensor plain, Tensor truth) {
        assertThat(ours.sizes().vec().get()).containsExactly(truth.sizes().vec().get());
        assertThat(error(ours, truth)).isLessThanOrEqualTo(2 * error(plain, truth) + LITTLE);
    }

    private static double error(Tensor actual, Tensor truth) {
        return actual.to(ScalarType.Double).sub(truth).abs().max().item_double();
    }
}
