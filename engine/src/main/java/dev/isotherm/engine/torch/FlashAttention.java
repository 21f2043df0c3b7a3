package dev.isotherm.engine.torch;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;

/**
 * LibTorch's FlashAttention (arXiv 2307.08691) over cu_seqlens: half precision, compute capability 8.0 and newer, head sizes
 * up to 256. Not yet run on a GPU.
 */
final class FlashAttention implements VarlenAttention {

    private static final int LARGEST_HEAD = 256;
    private static final int CAPABILITY_MAJOR = 8;

    /** What {@link #attend} passes, in this order. */
    static final String SCHEMA = "aten::_flash_attention_forward(Tensor query, Tensor key, Tensor value, Tensor? cum_seq_q, "
            + "Tensor? cum_seq_k, SymInt max_q, SymInt max_k, float dropout_p, bool is_causal, bool return_debug_mask, *, "
            + "float? scale=None, SymInt? window_size_left=None, SymInt? window_size_right=None, Tensor? seqused_k=None, "
            + "Tensor? alibi_slopes=None)";

    private final Operator operator = Operator.find("aten::_flash_attention_forward", "");

    /** Whether it can run such heads in such numbers there. */
    static boolean fits(Dtype dtype, int headSize, int capabilityMajor) {
        boolean half = dtype == Dtype.FLOAT16 || dtype == Dtype.BFLOAT16;
        return half && capabilityMajor >= CAPABILITY_MAJOR && headSize <= LARGEST_HEAD;
    }

    @Override
    public String name() {
        return "flash attention";
    }

    @Override
    public Tensor attend(Tensor qkv, int heads, StagedBatch batch) {
        DeviceSpans spans = batch.onDevice();
        Tensor context = operator.call(
                new IValue(VarlenAttention.part(qkv, 0, heads)),
                new IValue(VarlenAttention.part(qkv, 1, heads)),
                new IValue(VarlenAttention.part(qkv, 2, heads)),
                new IValue(spans.cuSeqlens()),
                new IValue(spans.cuSeqlens()),
                new IValue((long) spans.longest()),
                new IValue((long) spans.longest()),
                new IValue(0.0),
                new IValue(false),
                new IValue(false),
                new IValue(VarlenAttention.headScale(qkv, heads)),
                new IValue(),
                new IValue(),
                new IValue(),
                new IValue());
        return VarlenAttention.joined(context, qkv, heads);
    }
}
