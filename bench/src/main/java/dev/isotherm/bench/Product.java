package dev.isotherm.bench;

import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** LibTorch's own product of two large matrices in the dtype of a backend's activations: what the machine can do at that time. */
final class Product {

    private static final int SIZE = 2048;
    private static final int ROUNDS = 15;

    private Product() {}

    /** The median of some rounds. */
    static double flopsPerSecond(Backend backend) {
        try (Backend.Scope scope = backend.enter()) {
            Tensor a = Tensors.empty(new long[] {SIZE, SIZE}, backend).normal_();
            Tensor b = Tensors.empty(new long[] {SIZE, SIZE}, backend).normal_();
            double[] seconds = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                try (PointerScope result = new PointerScope()) {
                    long start = System.nanoTime();
                    torch.mm(a, b);
                    seconds[round] = (System.nanoTime() - start) / 1e9;
                }
            }
            Arrays.sort(seconds);
            return 2.0 * SIZE * SIZE * SIZE / seconds[ROUNDS / 2];
        }
    }
}
