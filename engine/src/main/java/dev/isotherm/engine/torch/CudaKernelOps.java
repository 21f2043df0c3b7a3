package dev.isotherm.engine.torch;

import dev.isotherm.cuda.BiasGelu;
import dev.isotherm.cuda.CudaKernels;
import dev.isotherm.cuda.EmbeddingLayerNorm;
import dev.isotherm.cuda.EmbeddingLayerNorm.Lookup;
import dev.isotherm.cuda.PoolSpans;
import dev.isotherm.cuda.QkvBiasTemperature;
import dev.isotherm.cuda.ResidualLayerNorm;
import dev.isotherm.engine.torch.DeviceSpans.RowScale;
import dev.isotherm.engine.torch.Ops.EmbeddingTables;
import dev.isotherm.engine.torch.Ops.LayerNorm;
import java.util.function.LongSupplier;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Our own kernels over LibTorch's tensors, in order with LibTorch's own. Not yet run on a GPU. */
final class CudaKernelOps implements FusedOps {

    private static final MemoryFormatOptional NO_FORMAT = new MemoryFormatOptional();

    private final CudaKernels kernels;
    private final LongSupplier stream;

    /**
     * @param stream the address of the stream that the calling thread computes on
     */
    CudaKernelOps(CudaKernels kernels, LongSupplier stream) {
        this.kernels = kernels;
        this.stream = stream;
    }

    @Override
    public String name() {
        return "our own kernels";
    }

    @Override
    public void qkvBiasTemperature(Tensor qkv, Tensor bias, RowScale scale) {
        int rows = rows(qkv);
        int hidden = columns(qkv) / 3;
        if (scale.rows().isPresent()) {
            kernels.get(QkvBiasTemperature.class).launchMixed(
                    stream.getAsLong(), address(qkv), address(bias), address(scale.rows().get()), rows, hidden);
        } else {
            kernels.get(QkvBiasTemperature.class).launch(stream.getAsLong(), address(qkv), address(bias), scale.uniform(), rows, hidden);
        }
    }

    @Override
    public Tensor biasGelu(Tensor x, Tensor bias) {
        kernels.get(BiasGelu.class).launch(stream.getAsLong(), address(x), address(bias), rows(x), columns(x));
        return x;
    }

    @Override
    public Tensor residualLayerNorm(Tensor x, Tensor residual, LayerNorm norm) {
        kernels.get(ResidualLayerNorm.class).launch(
                stream.getAsLong(), address(x), address(residual), address(norm.gamma()), address(norm.beta()), address(x),
                (float) norm.epsilon(), rows(x), columns(x));
        return x;
    }

    @Override
    public Tensor embeddingLayerNorm(EmbeddingTables tables, StagedBatch batch, LayerNorm norm) {
        int tokens = (int) batch.ids().size(0);
        Tensor y = torch.empty(new long[] {tokens, tables.words().size(1)}, tables.words().options(), NO_FORMAT);
        kernels.get(EmbeddingLayerNorm.class).launch(
                stream.getAsLong(),
                new Lookup(address(tables.words()), address(batch.ids())),
                new Lookup(address(tables.positions()), address(batch.positions())),
                new Lookup(address(tables.types()), address(batch.typeIds())),
                address(norm.gamma()), address(norm.beta()), address(y), (float) norm.epsilon(), tokens, columns(y));
        return y;
    }

    @Override
    public Tensor mean(Tensor x, StagedBatch batch) {
        Tensor cuSeqlens = batch.onDevice().cuSeqlens();
        int spans = rows(cuSeqlens) - 1;
        Tensor pooled = torch.empty(new long[] {spans, x.size(1)}, x.options().dtype(new ScalarTypeOptional(ScalarType.Float)), NO_FORMAT);
        kernels.get(PoolSpans.class).launch(
                stream.getAsLong(), address(x), address(cuSeqlens), address(pooled), PoolSpans.Mode.MEAN, spans, columns(x));
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
