package dev.isotherm.engine.torch;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Plain LibTorch on any device: the readable reference. */
final class TorchOps implements Ops {

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
        int headSize = (int) qkv.size(1) / 3 / heads;
        MaskedAttention attention = new MaskedAttention(AttentionShape.of(heads, headSize).withLogitScale(1));
        Tensor parts = qkv.unflatten(1, 3, heads, headSize);
        try (MaskCache none = new MaskCache()) {
            return attention.attend(parts.select(1, 0), parts.select(1, 1), parts.select(1, 2), runs, scales, none);
        }
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
}
