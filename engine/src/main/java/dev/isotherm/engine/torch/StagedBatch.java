package dev.isotherm.engine.torch;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.torch.Ops.Run;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/**
 * A packed batch where the operations compute: R rows for its T tokens, B sequences, L layers. Rows beyond the tokens may hold
 * anything and take no part in attention.
 *
 * @param ids [R], as are the types and positions
 * @param wanted [B], the only rows that pooling looks at; empty where it looks at all
 * @param runs the sequences, in order, as runs of equal length
 * @param logitScale [L][B], the factor 1/τ
 * @param spans the same on the device; empty where operations need no more than the above
 * @param masks of attention, which live as long as this
 */
public record StagedBatch(
        Tensor ids, Tensor typeIds, Tensor positions, Optional<Tensor> wanted, List<Run> runs, float[][] logitScale, Optional<DeviceSpans> spans,
        MaskCache masks) implements AutoCloseable {

    /** Copies a batch for operations that read its layout on the host. */
    static StagedBatch of(PackedBatch batch, Optional<int[]> wanted, Ops ops, Device device) {
        return new StagedBatch(
                padded(batch.ids(), ops, device),
                padded(batch.typeIds(), ops, device),
                padded(batch.positions(), ops, device),
                wanted.map(rows -> padded(rows, ops, device)),
                Run.of(batch),
                batch.logitScale(),
                Optional.empty(),
                new MaskCache());
    }

    @Override
    public void close() {
        masks.close();
    }

    /** Where sequences begin and end, on the device, for operations that had it brought there. */
    DeviceSpans onDevice() {
        return spans.orElseThrow();
    }

    /** A layer's factor on each sequence's logits: {@code logitScale/τ}, where the first is 1/√d in most models. */
    public float[] scales(int layer, double logitScaleOfModel) {
        float[] scales = new float[logitScale[layer].length];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = (float) (logitScale[layer][i] * logitScaleOfModel);
        }
        return scales;
    }

    /** Rows beyond the tokens are of some id that every table has. */
    private static Tensor padded(int[] ids, Ops ops, Device device) {
        return Tensors.of(Arrays.copyOf(ids, ops.paddedRows(ids.length)), device);
    }
}
