package dev.isotherm.engine.torch;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Plain LibTorch on any device: the readable reference. */
final class TorchOps implements Ops {

    /** Most elements of a score matrix [B·heads, n, n] that are held at once. */
    private static final long MAX_SCORES = 1 << 22;

    private final Dtype dtype;

    TorchOps(Dtype dtype) {
        this.dtype = dtype;
    }

    @Override
    public String name() {
        return "torch";
    }

    @Override
    public String toString() {
        return name();
    }

    @Override
    public int paddedRows(int tokens) {
        return tokens;
    }

    @Override
    public Linear linear(Tensor weight, Tensor bias) {
        return new TorchLinear(weight, bias);
    }

    @Override
    public Tensor embedding(Tensor table, Tensor ids) {
        return torch.embedding(table, ids);
    }

    @Override
    public Tensor layerNorm(Tensor x, LayerNorm parameters) {
        return torch.layer_norm(
                x,
                new long[] {x.size(1)},
                new TensorOptional(parameters.gamma()),
                new TensorOptional(parameters.beta()),
                parameters.epsilon(),
                false);
    }

    @Override
    public Tensor attention(Tensor qkv, int heads, List<Run> runs, float[] scales) {
        long hidden = qkv.size(1) / 3;
        // The product is taken in float32 whatever the dtype: a temperature rounded to bfloat16 would be off by up to 0.4 %.
        Tensor q = qkv.narrow(1, 0, hidden).mul(rows(runs, scales, qkv)).to(dtype.scalarType());
        Tensor k = qkv.narrow(1, hidden, hidden);
        Tensor v = qkv.narrow(1, 2 * hidden, hidden);
        Tensor context = torch.zeros_like(q);
        for (Run run : runs) {
            for (Run block : blocks(run, heads)) {
                // Without a scope of its own each block's scores would live until the layer ends.
                try (PointerScope scores = new PointerScope()) {
                    Heads shape = new Heads(block, heads, hidden / heads);
                    shape.split(context).copy_(attend(shape.split(q), shape.split(k), shape.split(v)));
                }
            }
        }
        return context;
    }

    /** Each row's scale, [T, 1] in float32 beside {@code qkv}; 0 for rows that are in no run. */
    private static Tensor rows(List<Run> runs, float[] scales, Tensor qkv) {
        float[] rows = new float[(int) qkv.size(0)];
        for (Run run : runs) {
            for (int i = 0; i < run.sequences(); i++) {
                int from = run.start() + i * run.length();
                Arrays.fill(rows, from, from + run.length(), scales[run.first() + i]);
            }
        }
        return Tensors.column(rows, qkv.device());
    }

    /** [B, heads, n, d] each. LibTorch's fused attention is fast in float32 only; see docs/decisions/cpu-attention.md. */
    private Tensor attend(Tensor q, Tensor k, Tensor v) {
        if (dtype == Dtype.FLOAT32) {
            return torch.scaled_dot_product_attention(
                    q, k, v, new TensorOptional(), 0.0, false, new DoubleOptional(1.0), false);
        }
        return torch.matmul(torch.softmax(torch.matmul(q, k.transpose(2, 3)), -1), v);
    }

    private static List<Run> blocks(Run run, int heads) {
        long scores = (long) heads * run.length() * run.length();
        int most = (int) Math.max(1, Math.min(run.sequences(), MAX_SCORES / scores));
        return IntStream.iterate(0, from -> from < run.sequences(), from -> from + most)
                .mapToObj(from -> new Run(
                        run.start() + from * run.length(), run.first() + from, Math.min(most, run.sequences() - from), run.length()))
                .toList();
    }

    private record TorchLinear(Tensor weight, Tensor bias) implements Linear {

        @Override
        public Tensor apply(Tensor x) {
            return torch.linear(x, weight, new TensorOptional(bias));
        }

        @Override
        public Tensor gelu(Tensor x) {
            return torch.gelu(apply(x));
        }

        @Override
        public Tensor add(Tensor x, Tensor residual) {
            return apply(x).add_(residual);
        }

        @Override
        public void close() {
            weight.close();
            bias.close();
        }
    }

    private record Heads(Run run, int heads, long size) {

        /** Rows of [T, H] as a view [B, heads, n, d]. */
        Tensor split(Tensor rows) {
            return rows.narrow(0, run.start(), run.rows())
                    .unflatten(0, run.sequences(), run.length())
                    .unflatten(2, heads, size)
                    .transpose(1, 2);
        }
    }
}
