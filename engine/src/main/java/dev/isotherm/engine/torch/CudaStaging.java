package dev.isotherm.engine.torch;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.torch.DeviceSpans.RowScale;
import dev.isotherm.engine.torch.Ops.Run;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Brings a batch to a device in one asynchronous copy out of pinned memory: all 32-bit numbers of it end to end, of which tensors
 * on the device are views. LibTorch's allocator keeps the pinned memory from being used again before the copy is done.
 */
final class CudaStaging {

    /** Numbers; views then begin at multiples of 64 bytes, as vector loads like it. */
    private static final int ALIGNMENT = 16;

    private final List<int[]> parts = new ArrayList<>();
    private int size;

    private CudaStaging() {}

    static StagedBatch stage(PackedBatch batch, Optional<int[]> wanted, Device device) {
        CudaStaging staging = new CudaStaging();
        int ids = staging.add(batch.ids());
        int types = staging.add(batch.typeIds());
        int positions = staging.add(batch.positions());
        int cuSeqlens = staging.add(batch.cuSeqlens());
        int rows = wanted.map(staging::add).orElse(0);
        List<LayerScale> scales = staging.scales(batch);
        Tensor all = staging.copy(device);
        int tokens = batch.tokens();
        return new StagedBatch(
                all.narrow(0, ids, tokens),
                all.narrow(0, types, tokens),
                all.narrow(0, positions, tokens),
                wanted.map(some -> all.narrow(0, rows, some.length)),
                Run.of(batch),
                batch.logitScale(),
                Optional.of(new DeviceSpans(
                        all.narrow(0, cuSeqlens, batch.sequences() + 1),
                        longest(batch),
                        scales.stream().map(scale -> scale.on(all, tokens)).toList())),
                new MaskCache());
    }

    /** Where a layer's row scales begin, or -1 if all rows have one. */
    private record LayerScale(float[] sequences, int offset) {

        RowScale on(Tensor all, int tokens) {
            return offset < 0
                    ? new RowScale(sequences[0], Optional.empty())
                    : new RowScale(1, Optional.of(all.narrow(0, offset, tokens).view(ScalarType.Float)));
        }
    }

    /** Layers that are alike, as they mostly are, share their rows. */
    private List<LayerScale> scales(PackedBatch batch) {
        List<LayerScale> scales = new ArrayList<>();
        for (float[] layer : batch.logitScale()) {
            scales.add(scales.stream()
                    .filter(known -> Arrays.equals(known.sequences, layer))
                    .findFirst()
                    .orElseGet(() -> new LayerScale(layer, uniform(layer) ? -1 : add(rowBits(layer, batch)))));
        }
        return scales;
    }

    private static boolean uniform(float[] layer) {
        for (float scale : layer) {
            if (scale != layer[0]) {
                return false;
            }
        }
        return true;
    }

    private static int[] rowBits(float[] layer, PackedBatch batch) {
        int[] bits = new int[batch.tokens()];
        for (int i = 0; i < layer.length; i++) {
            Arrays.fill(bits, batch.cuSeqlens()[i], batch.cuSeqlens()[i + 1], Float.floatToRawIntBits(layer[i]));
        }
        return bits;
    }

    private static int longest(PackedBatch batch) {
        int longest = 0;
        for (int i = 0; i < batch.sequences(); i++) {
            longest = Math.max(longest, batch.length(i));
        }
        return longest;
    }

    private int add(int[] part) {
        int offset = size;
        parts.add(part);
        size += (part.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return offset;
    }

    private Tensor copy(Device device) {
        TensorOptions options = new TensorOptions(ScalarType.Int).pinned_memory(new BoolOptional(device.is_cuda()));
        Tensor host = torch.empty(new long[] {size}, options, new MemoryFormatOptional());
        IntBuffer numbers = Tensors.bytes(host).order(ByteOrder.nativeOrder()).asIntBuffer();
        for (int[] part : parts) {
            int next = numbers.position() + (part.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            numbers.put(part).position(next);
        }
        return host.to(device, ScalarType.Int, true, true, new MemoryFormatOptional());
    }
}
