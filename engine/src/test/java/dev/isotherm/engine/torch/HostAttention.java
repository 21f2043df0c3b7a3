package dev.isotherm.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.engine.torch.Ops.Run;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** On a processor what LibTorch's kernels do on a GPU: sequences by cu_seqlens alone, no other scale than 1/√d. */
record HostAttention() implements VarlenAttention {

    private static final TorchOps REFERENCE = new TorchOps();

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public Tensor attend(Tensor qkv, int heads, StagedBatch batch) {
        DeviceSpans spans = batch.onDevice();
        int[] cuSeqlens = ints(spans.cuSeqlens());
        List<Run> runs = new ArrayList<>();
        float[] scales = new float[cuSeqlens.length - 1];
        for (int i = 0; i < scales.length; i++) {
            int length = cuSeqlens[i + 1] - cuSeqlens[i];
            assertThat(length).isLessThanOrEqualTo(spans.longest());
            runs.add(new Run(cuSeqlens[i], i, 1, length));
            scales[i] = (float) VarlenAttention.headScale(qkv, heads);
        }
        Tensor wide = torch.cat(new TensorVector(part(qkv, 0, heads), part(qkv, 1, heads), part(qkv, 2, heads)), 1).flatten(1, 2);
        Tensor context = REFERENCE.attention(wide, heads, runs, scales);
        return VarlenAttention.joined(context.unflatten(1, heads, context.size(1) / heads), qkv, heads);
    }

    /** Kernels of newer devices take no others. */
    private static Tensor part(Tensor qkv, int index, int heads) {
        Tensor part = VarlenAttention.part(qkv, index, heads);
        assertThat(part.size(2) % 8).isZero();
        assertThat(part.stride(1) % 8).isZero();
        return part;
    }

    static int[] ints(Tensor tensor) {
        int[] numbers = new int[(int) tensor.size(0)];
        Tensors.bytes(tensor.contiguous()).order(ByteOrder.nativeOrder()).asIntBuffer().get(numbers);
        return numbers;
    }
}
