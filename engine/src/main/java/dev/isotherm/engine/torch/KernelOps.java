package dev.isotherm.engine.torch;

import dev.isotherm.cpu.Kernels;
import dev.isotherm.cpu.LinearKernel;
import dev.isotherm.cpu.LinearKernel.Then;
import dev.isotherm.cpu.Team;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The CPU's fast path: our own kernels over LibTorch's tensors and on its threads. Any number of rows and any mix of lengths run as
 * they are. {@link TorchOps} is the readable reference.
 */
final class KernelOps implements Ops {

    private static final MemoryFormatOptional NO_FORMAT = new MemoryFormatOptional();

    private final Kernels kernels;
    private final Team team;
    private final KernelAttention attention;

    KernelOps(Kernels kernels, Team team) {
        this.kernels = kernels;
        this.team = team;
        this.attention = new KernelAttention(kernels.attention(), team);
    }

    @Override
    public String name() {
        return "kernels";
    }

    @Override
    public String toString() {
        return "%s (%s)".formatted(name(), kernels.linear());
    }

    @Override
    public int paddedRows(int tokens) {
        return tokens;
    }

    @Override
    public Linear linear(Tensor weight, Tensor bias) {
        float[] numbers = new float[(int) bias.size(0)];
        try (weight; bias; Tensor float32 = Tensors.kept(() -> bias.to(ScalarType.Float)); FloatPointer data = float32.data_ptr_float()) {
            data.get(numbers);
            return new KernelLinear(kernels.linear().layer(address(weight), numbers, (int) weight.size(1)), numbers.length);
        }
    }

    @Override
    public Tensor embedding(Tensor table, Tensor ids) {
        return torch.embedding(table, ids);
    }

    @Override
    public Tensor layerNorm(Tensor x, LayerNorm parameters) {
        Tensor y = torch.empty_like(x);
        kernels.norm().apply(
                address(x), address(parameters.gamma()), address(parameters.beta()), address(y),
                (int) x.size(0), (int) x.size(1), parameters.epsilon(), team);
        return y;
    }

    @Override
    public Tensor attention(Tensor qkv, int heads, List<Run> runs, float[] scales) {
        return attention.attend(qkv, heads, runs, scales);
    }

    private final class KernelLinear implements Linear {

        private final LinearKernel.Layer layer;
        private final long columns;

        private KernelLinear(LinearKernel.Layer layer, long columns) {
            this.layer = layer;
            this.columns = columns;
        }

        @Override
        public Tensor apply(Tensor x) {
            return apply(x, 0, Then.NOTHING);
        }

        @Override
        public Tensor gelu(Tensor x) {
            return apply(x, 0, Then.GELU);
        }

        @Override
        public Tensor add(Tensor x, Tensor residual) {
            return apply(x, address(residual), Then.RESIDUAL);
        }

        @Override
        public void close() {
            layer.close();
        }

        private Tensor apply(Tensor x, long residual, Then then) {
            Tensor y = torch.empty(new long[] {x.size(0), columns}, x.options(), NO_FORMAT);
            layer.apply(address(x), residual, address(y), (int) x.size(0), then, team);
            return y;
        }
    }

    /** Kernels read plain rows. */
    private static long address(Tensor tensor) {
        if (!tensor.is_contiguous()) {
            throw new IllegalArgumentException("the tensor's rows do not follow each other");
        }
        return tensor.data_ptr().address();
    }
}
