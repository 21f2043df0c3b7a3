package dev.isotherm.bench;

import dev.isotherm.engine.torch.Ops;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** Operations that add up the time they take, by stage. A CPU's operations are done when they return. */
final class TimedOps implements Ops {

    private final Ops ops;
    private final Map<String, Long> nanos = new TreeMap<>();
    private double linearFlops;
    private double attentionFlops;

    TimedOps(Ops ops) {
        this.ops = ops;
    }

    /** Nanoseconds of each stage since the last call. */
    Map<String, Long> take() {
        Map<String, Long> taken = new TreeMap<>(nanos);
        nanos.clear();
        return taken;
    }

    /** Floating-point operations of linear layers since the last call, a product and a sum counting as two. */
    double takeLinearFlops() {
        double taken = linearFlops;
        linearFlops = 0;
        return taken;
    }

    /** The same of the two products of attention. */
    double takeAttentionFlops() {
        double taken = attentionFlops;
        attentionFlops = 0;
        return taken;
    }

    @Override
    public String name() {
        return ops.name();
    }

    @Override
    public int paddedRows(int tokens) {
        return ops.paddedRows(tokens);
    }

    @Override
    public Linear linear(Tensor weight, Tensor bias) {
        String shape = " %d×%d".formatted(weight.size(1), weight.size(0));
        double flopsPerRow = 2.0 * weight.size(1) * weight.size(0);
        Linear linear = ops.linear(weight, bias);
        return new Linear() {
            @Override
            public Tensor apply(Tensor x) {
                return timed("linear" + shape, () -> counted(x, linear.apply(x)));
            }

            @Override
            public Tensor gelu(Tensor x) {
                return timed("linear" + shape + " + gelu", () -> counted(x, linear.gelu(x)));
            }

            @Override
            public Tensor add(Tensor x, Tensor residual) {
                return timed("linear" + shape + " + residual", () -> counted(x, linear.add(x, residual)));
            }

            @Override
            public void close() {
                linear.close();
            }

            private Tensor counted(Tensor x, Tensor result) {
                linearFlops += flopsPerRow * x.size(0);
                return result;
            }
        };
    }

    @Override
    public Tensor embedding(Tensor table, Tensor ids) {
        return timed("embedding", () -> ops.embedding(table, ids));
    }

    @Override
    public Tensor layerNorm(Tensor x, LayerNorm parameters) {
        return timed("layer norm", () -> ops.layerNorm(x, parameters));
    }

    @Override
    public Tensor attention(Tensor qkv, int heads, List<Run> runs, float[] scales) {
        runs.forEach(run -> attentionFlops += 4.0 * run.sequences() * run.length() * run.length() * qkv.size(1) / 3);
        return timed("attention", () -> ops.attention(qkv, heads, runs, scales));
    }

    private Tensor timed(String stage, Supplier<Tensor> work) {
        long start = System.nanoTime();
        Tensor result = work.get();
        nanos.merge(stage, System.nanoTime() - start, Long::sum);
        return result;
    }
}
