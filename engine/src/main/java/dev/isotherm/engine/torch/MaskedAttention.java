package dev.isotherm.engine.torch;

import dev.isotherm.engine.torch.Ops.Run;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Attention of every kind in plain LibTorch, on any device: the readable reference of the kernels, and what runs where there is none.
 * Queries are taken in blocks, so that the scores of long texts have a bound and keys beyond reach are not looked at.
 */
record MaskedAttention(AttentionShape shape) {

    /** Most elements of a score matrix [B·heads, rows, keys] that are held at once. */
    private static final long MAX_SCORES = 1 << 22;

    /** Rows of a block where not every key is seen: fewer rows have fewer keys in common, more rows make fewer calls. */
    private static final int BOUNDED_ROWS = 128;

    /**
     * Some queries of some sequences of a run, and the keys that any of them sees.
     *
     * @param from the first query's position, and so on
     */
    private record Block(Run run, int from, int rows, int keyFrom, int keys) {

        /** Queries of [R, heads, d] as a view [B, heads, rows, d]. */
        Tensor queries(Tensor all) {
            return sequences(all).narrow(2, from, rows);
        }

        /** Of its sequences; one for all where they are the same. */
        float[] own(float[] inverseTemperatures) {
            float[] own = Arrays.copyOfRange(inverseTemperatures, run.first(), run.first() + run.sequences());
            for (float one : own) {
                if (one != own[0]) {
                    return own;
                }
            }
            return new float[] {own[0]};
        }

        Tensor keys(Tensor all) {
            return sequences(all).narrow(2, keyFrom, keys);
        }

        private Tensor sequences(Tensor all) {
            return all.narrow(0, run.start(), run.rows()).unflatten(0, run.sequences(), run.length()).transpose(1, 2);
        }
    }

    /**
     * @param q [R, heads, d]
     * @param k [R, keyHeads, d], as are the values
     * @param inverseTemperatures 1/τ of each sequence
     * @param masks of the batch
     * @return [R, heads·d]; rows that are in no run hold zeros
     */
    Tensor attend(Tensor q, Tensor k, Tensor v, List<Run> runs, float[] inverseTemperatures, MaskCache masks) {
        Tensor scaled = scaled(q, runs, inverseTemperatures);
        Tensor context = torch.zeros_like(scaled);
        for (Run run : runs) {
            for (Block block : blocks(run)) {
                // Without a scope of its own each block's scores would live until the layer ends.
                try (PointerScope scores = new PointerScope()) {
                    Optional<Tensor> mask = mask(block, inverseTemperatures, masks, q.device());
                    Tensor attended = attend(block.queries(scaled), spread(block.keys(k)), spread(block.keys(v)), mask);
                    block.queries(context).copy_(attended);
                }
            }
        }
        return context.flatten(1, 2);
    }

    /** Empty where nothing is added to any logit. */
    private Optional<Tensor> mask(Block block, float[] inverseTemperatures, MaskCache masks, Device device) {
        if (!hasMask(block.run().length())) {
            return Optional.empty();
        }
        float[] own = shape.bias().isEmpty() ? new float[0] : block.own(inverseTemperatures);
        long heads = shape.bias().isEmpty() ? 1 : (long) shape.heads() * own.length;
        MaskCache.Key key = new MaskCache.Key(shape, FloatBuffer.wrap(own), block.run().length(), block.from(), block.rows());
        return Optional.of(masks.mask(key, heads * block.rows() * block.keys(), () -> mask(block, own, device)));
    }

    private boolean hasMask(int length) {
        return shape.bias().isPresent() || shape.hides(length);
    }

    /**
     * What each query looks at, of one sequence: [heads, n, n] in float32.
     *
     * @param run of that sequence alone
     */
    Tensor weights(Tensor q, Tensor k, Run run, float inverseTemperature) {
        Block all = new Block(run, 0, run.length(), 0, run.length());
        Tensor queries = all.queries(q).to(ScalarType.Float).mul(new Scalar(shape.logitScale() * inverseTemperature));
        Tensor scores = torch.matmul(queries, spread(all.keys(k)).to(ScalarType.Float).transpose(2, 3));
        if (hasMask(run.length())) {
            scores.add_(mask(all, new float[] {inverseTemperature}, q.device()));
        }
        return torch.softmax(scores, -1).select(0, 0);
    }

    /** The product is taken in float32 whatever the dtype: a temperature rounded to bfloat16 would be off by up to 0.4 %. */
    private Tensor scaled(Tensor q, List<Run> runs, float[] inverseTemperatures) {
        float[] rows = new float[(int) q.size(0)];
        for (Run run : runs) {
            for (int i = 0; i < run.sequences(); i++) {
                int from = run.start() + i * run.length();
                Arrays.fill(rows, from, from + run.length(), (float) (shape.logitScale() * inverseTemperatures[run.first() + i]));
            }
        }
        return q.mul(Tensors.column(rows, q.device()).unsqueeze(2)).to(q.scalar_type());
    }

    /**
     * [B or 1, heads or 1, rows, keys]: what is added to a block's scores, divided by each sequence's temperature.
     *
     * @param inverseTemperatures of the block's sequences; one where they are all the same
     */
    private Tensor mask(Block block, float[] inverseTemperatures, Device device) {
        int[] distances = new int[block.rows() * block.keys()];
        for (int row = 0; row < block.rows(); row++) {
            int nearest = block.keyFrom() - block.from() - row + block.run().length() - 1;
            for (int key = 0; key < block.keys(); key++) {
                distances[row * block.keys() + key] = nearest + key;
            }
        }
        Tensor values = Tensors.matrix(shape.perDistance(block.run().length()), device);
        Tensor mask = values.index_select(1, Tensors.of(distances, device)).unflatten(1, block.rows(), block.keys()).unsqueeze(0);
        return shape.bias().isEmpty() ? mask : mask.mul(Tensors.column(inverseTemperatures, device).unsqueeze(2).unsqueeze(3));
    }

    /** Key heads as often as query heads ask for them: [B, keyHeads, n, d] to [B, heads, n, d]. */
    private Tensor spread(Tensor keys) {
        int group = shape.heads() / shape.keyHeads();
        return group == 1 ? keys
                : keys.unsqueeze(2).expand(keys.size(0), keys.size(1), group, keys.size(2), keys.size(3)).flatten(1, 2);
    }

    /**
     * [B, heads, rows, d]. On the CPU LibTorch's fused attention is fast in float32 only; see docs/decisions/cpu-attention.md. With a mask that
     * is worth the conversion, since logits with a bias, or without 1/√d, lose too much in bfloat16.
     */
    private static Tensor attend(Tensor q, Tensor k, Tensor v, Optional<Tensor> mask) {
        boolean fused = q.is_cuda() || q.scalar_type().intern() == ScalarType.Float;
        if (mask.isEmpty() && !fused) {
            return torch.matmul(torch.softmax(torch.matmul(q, k.transpose(2, 3)), -1), v);
        }
        ScalarType type = fused ? q.scalar_type() : ScalarType.Float;
        TensorOptional added = mask.map(values -> new TensorOptional(values.to(type))).orElseGet(TensorOptional::new);
        return torch.scaled_dot_product_attention(q.to(type), k.to(type), v.to(type), added, 0.0, false, new DoubleOptional(1.0), false);
    }

    private List<Block> blocks(Run run) {
        int length = run.length();
        long scores = (long) shape.heads() * length * length;
        int sequences = (int) Math.max(1, Math.min(run.sequences(), MAX_SCORES / scores));
        int rows = (int) Math.max(1, Math.min(length, MAX_SCORES / ((long) shape.heads() * length * sequences)));
        int step = shape.hides(length) ? Math.min(rows, BOUNDED_ROWS) : rows;
        List<Block> blocks = new ArrayList<>();
        for (int first = 0; first < run.sequences(); first += sequences) {
            Run part = new Run(run.start() + first * length, run.first() + first, Math.min(sequences, run.sequences() - first), length);
            for (int from = 0; from < length; from += step) {
                blocks.add(block(part, from, Math.min(step, length - from)));
            }
        }
        return blocks;
    }

    private Block block(Run run, int from, int rows) {
        int keyFrom = (int) Math.max(0, from - (long) shape.reachBack());
        int keyEnd = (int) Math.min(run.length(), from + rows + (long) shape.reachAhead());
        return new Block(run, from, rows, keyFrom, keyEnd - keyFrom);
    }
}
