package dev.isotherm.bench;

import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * LibTorch's fused attention beside its three steps, 12 heads: the ground of docs/decisions/cpu-attention.md, and, with a mask, of
 * docs/decisions/attention-of-families.md.
 */
public final class CpuAttention {

    private static final int HEADS = 12;
    private static final int HEAD_SIZE = 32;
    private static final int ROUNDS = 15;
    private static final int[][] SHAPES = {{64, 16}, {8, 128}, {4, 512}};

    private CpuAttention() {}

    public static void main(String[] arguments) {
        System.out.println("| batch | dtype | fused ms | three steps ms |\n|---|---|---|---|");
        Backend backend = Backend.choose(ComputeOptions.automatic().withDtype(Dtype.FLOAT32));
        try (Backend.Scope scope = backend.enter()) {
            for (int[] shape : SHAPES) {
                row(shape[0], shape[1], ScalarType.Float);
                row(shape[0], shape[1], ScalarType.BFloat16);
            }
            masked();
        }
    }

    private static void row(int sequences, int length, ScalarType type) {
        Tensor qkv = torch.randn(sequences, length, 3, HEADS, HEAD_SIZE).to(type);
        double fused = best(() -> fused(part(qkv, 0), part(qkv, 1), part(qkv, 2)));
        double steps = best(() -> steps(part(qkv, 0), part(qkv, 1), part(qkv, 2)));
        System.out.printf("| %d × %d | %s | %.1f | %.1f |%n", sequences, length, type, fused, steps);
    }

    /** bfloat16 with a bias in float32: fused in float32 with its conversions, and in steps. */
    private static void masked() {
        Tensor qkv = torch.randn(1, 512, 3, HEADS, 2 * HEAD_SIZE).to(ScalarType.BFloat16);
        Tensor bias = torch.randn(1, HEADS, 512, 512);
        double fused = best(() -> torch.scaled_dot_product_attention(wide(part(qkv, 0)), wide(part(qkv, 1)), wide(part(qkv, 2)),
                new TensorOptional(bias), 0.0, false, new DoubleOptional(1.0), false).to(ScalarType.BFloat16));
        double steps = best(() -> torch.matmul(torch.softmax(torch.matmul(part(qkv, 0), part(qkv, 1).transpose(2, 3)).to(ScalarType.Float).add_(bias), -1)
                .to(ScalarType.BFloat16), part(qkv, 2)));
        System.out.printf("| 1 × 512, heads of 64, biased | BFloat16 | %.1f | %.1f |%n", fused, steps);
    }

    private static Tensor wide(Tensor narrow) {
        return narrow.to(ScalarType.Float);
    }

    /** [B, heads, n, d]. */
    private static Tensor part(Tensor qkv, int index) {
        return qkv.select(2, index).transpose(1, 2);
    }

    private static void fused(Tensor q, Tensor k, Tensor v) {
        torch.scaled_dot_product_attention(q, k, v, new TensorOptional(), 0.0, false, new DoubleOptional(1.0), false)
                .transpose(1, 2).contiguous();
    }

    private static void steps(Tensor q, Tensor k, Tensor v) {
        torch.matmul(torch.softmax(torch.matmul(q, k.transpose(2, 3)), -1), v).transpose(1, 2).contiguous();
    }

    private static double best(Runnable attention) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            try (PointerScope temporaries = new PointerScope()) {
                long start = System.nanoTime();
                attention.run();
                best = Math.min(best, (System.nanoTime() - start) / 1e6);
            }
        }
        return best;
    }
}
