package dev.isotherm.engine.torch;

import dev.isotherm.cuda.Launches;
import dev.isotherm.cuda.Launches.Lookup;
import dev.isotherm.cuda.Launches.PoolMode;
import dev.isotherm.engine.torch.DeviceSpans.RowScale;
import dev.isotherm.engine.torch.Ops.EmbeddingTables;
import dev.isotherm.engine.torch.Ops.LayerNorm;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Our own kernels over LibTorch's tensors, in order with LibTorch's own; what there is no kernel for is done by others. Not yet run on a
 * GPU.
 */
final class CudaKernelOps implements FusedOps {

    private static final MemoryFormatOptional NO_FORMAT = new MemoryFormatOptional();

    private final Launches kernels;
    private final FusedOps otherwise;
    private final LongSupplier stream;

    /**
     * @param stream the address of the stream that the calling thread computes on
     */
    CudaKernelOps(Launches kernels, FusedOps otherwise, LongSupplier stream) {
        this.kernels = kernels;
        this.otherwise = otherwise;
        this.stream = stream;
    }

    @Override
    public String name() {
        return "our own kernels";
    }

    /** What there are kernels for. */
    Launches kernels() {
        return kernels;
    }

    @Override
    public void qkvBiasTemperature(Tensor qkv, Tensor bias, RowScale scale) {
        kernels.find(Launches.BiasTemperature.class)
                .ifPresentOrElse(kernel -> launch(kernel, qkv, bias, scale), () -> otherwise.qkvBiasTemperature(qkv, bias, scale));
    }

    private void launch(Launches.BiasTemperature kernel, Tensor qkv, Tensor bias, RowScale scale) {
        int rows = rows(qkv);
        int hidden = columns(qkv) / 3;
        if (scale.rows().isPresent()) {
            kernel.launchMixed(stream.getAsLong(), address(qkv), address(bias), address(scale.rows().get()), rows, hidden);
        } else {
            kernel.launch(stream.getAsLong(), address(qkv), address(bias), scale.uniform(), rows, hidden);
        }
    }

    @Override
    public Tensor biasGelu(Tensor x, Tensor bias) {
        Optional<Launches.Gelu> kernel = kernels.find(Launches.Gelu.class);
        if (kernel.isEmpty()) {
            return otherwise.biasGelu(x, bias);
        }
        kernel.get().launch(stream.getAsLong(), address(x), address(bias), rows(x), columns(x));
        return x;
    }

    @Override
    public Tensor residualLayerNorm(Tensor x, Tensor residual, LayerNorm norm) {
        Optional<Launches.ResidualNorm> kernel = kernels.find(Launches.ResidualNorm.class);
        if (kernel.isEmpty()) {
            return otherwise.residualLayerNorm(x, residual, norm);
        }
        kernel.get().launch(
                stream.getAsLong(), address(x), address(residual), address(norm.gamma()), address(norm.beta()), address(x),
                (float) norm.epsilon(), rows(x), columns(x));
        return x;
    }

    @Override
    public Tensor embeddingLayerNorm(EmbeddingTables tables, StagedBatch batch, LayerNorm norm) {
        Optional<Launches.EmbeddingNorm> kernel = kernels.find(Launches.EmbeddingNorm.class);
        if (kernel.isEmpty()) {
            return otherwise.embeddingLayerNorm(tables, batch, norm);
        }
        int tokens = (int) batch.ids().size(0);
        Tensor y = torch.empty(new long[] {tokens, tables.words().size(1)}, tables.words().options(), NO_FORMAT);
        kernel.get().launch(
                stream.getAsLong(),
                new Lookup(address(tables.words()), address(batch.ids())),
                new Lookup(address(tables.positions()), address(batch.positions())),
                new Lookup(address(tables.types()), address(batch.typeIds())),
                address(norm.gamma()), address(norm.beta()), address(y), (float) norm.epsilon(), tokens, columns(y));
        return y;
    }

    @Override
    public Tensor mean(Tensor x, StagedBatch batch) {
        return kernels.find(Launches.Pool.class).map(kernel -> pool(kernel, PoolMode.MEAN, x, batch)).orElseGet(() -> otherwise.mean(x, batch));
    }

    /** [T, H] to [B, H] in float32. */
    Tensor pool(Launches.Pool kernel, PoolMode mode, Tensor x, StagedBatch batch) {
        Tensor cuSeqlens = batch.onDevice().cuSeqlens();
        int spans = rows(cuSeqlens) - 1;
        Tensor pooled = torch.empty(new long[] {spans, x.size(1)}, x.options().dtype(new ScalarTypeOptional(ScalarType.Float)), NO_FORMAT);
        kernel.launch(stream.getAsLong(), address(x), address(cuSeqlens), address(pooled), mode, spans, columns(x));
        return pooled;
    }

    private static int rows(Tensor tensor) {
        return Math.toIntExact(tensor.size(0));
    }

    private static int columns(Tensor matrix) {
        return Math.toIntExact(matrix.size(1));
    }

    /** Kernels read plain rows. */
    private static long address(Tensor tensor) {
        if (!tensor.is_contiguous()) {
            throw new IllegalArgumentException("the tensor's rows do not follow each other");
        }
        return tensor.data_ptr().address();
    }
}
