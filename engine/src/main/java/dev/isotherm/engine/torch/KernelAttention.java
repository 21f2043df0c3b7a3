package dev.isotherm.engine.torch;

import dev.isotherm.cpu.AttentionKernel;
import dev.isotherm.cpu.AttentionKernel.Data;
import dev.isotherm.cpu.Team;
import dev.isotherm.engine.torch.Ops.Run;
import java.util.List;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Our own attention kernel over LibTorch's tensors and on its threads. */
record KernelAttention(AttentionKernel kernel, Team team) {

    private static final MemoryFormatOptional NO_FORMAT = new MemoryFormatOptional();

    /** As {@link Ops#attention}. */
    Tensor attend(Tensor qkv, int heads, List<Run> runs, float[] scales) {
        long hidden = qkv.size(1) / 3;
        Tensor context = torch.empty(new long[] {qkv.size(0), hidden}, qkv.options(), NO_FORMAT);
        int[] cuSeqlens = Run.cuSeqlens(runs);
        int tokens = cuSeqlens[cuSeqlens.length - 1];
        context.narrow(0, tokens, qkv.size(0) - tokens).zero_();
        Data data = new Data(qkv.data_ptr().address(), context.data_ptr().address(), heads, (int) hidden / heads);
        kernel.attend(data, cuSeqlens, scales, team);
        return context;
    }
}
