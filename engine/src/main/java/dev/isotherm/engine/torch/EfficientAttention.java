package dev.isotherm.engine.torch;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;

/**
 * LibTorch's memory-efficient attention (arXiv 2112.05682) over cu_seqlens: any dtype and head size, compute capability 7.5 and newer.
 * Not yet run on a GPU.
 */
final class EfficientAttention implements VarlenAttention {

    /** What {@link #attend} passes, in this order. */
    static final String SCHEMA = "aten::_efficient_attention_forward(Tensor query, Tensor key, Tensor value, Tensor? bias, "
            + "Tensor? cu_seqlens_q, Tensor? cu_seqlens_k, SymInt? max_seqlen_q, SymInt? max_seqlen_k, float dropout_p, "
            + "int custom_mask_type, bool compute_log_sumexp=False, *, float? scale=None, Tensor? seqlen_k=None, int? window_size=None)";

    private static final long NO_MASK = 0;

    private final Operator operator = Operator.find("aten::_efficient_attention_forward", "");

    @Override
    public String name() {
        return "memory-efficient attention";
    }

    @Override
    public Tensor attend(Tensor qkv, int heads, StagedBatch batch) {
        DeviceSpans spans = batch.onDevice();
        Tensor context = operator.call(
                new IValue(batchOfOne(VarlenAttention.part(qkv, 0, heads))),
                new IValue(batchOfOne(VarlenAttention.part(qkv, 1, heads))),
                new IValue(batchOfOne(VarlenAttention.part(qkv, 2, heads))),
                new IValue(),
                new IValue(spans.cuSeqlens()),
                new IValue(spans.cuSeqlens()),
                new IValue((long) spans.longest()),
                new IValue((long) spans.longest()),
                new IValue(0.0),
                new IValue(NO_MASK),
                new IValue(false),
                new IValue(VarlenAttention.headScale(qkv, heads)),
                new IValue(),
                new IValue());
        return VarlenAttention.joined(context.squeeze(0), qkv, heads);
    }

    /** [T, heads, d] as [1, T, heads, d]. Nothing steps to a second, and the usual stride, T·3H, may be beyond 32 bits. */
    static Tensor batchOfOne(Tensor part) {
        return part.as_strided(
                new long[] {1, part.size(0), part.size(1), part.size(2)}, 0, part.stride(0), part.stride(1), part.stride(2));
    }
}
