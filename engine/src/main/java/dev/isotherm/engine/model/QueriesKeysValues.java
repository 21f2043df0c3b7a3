package dev.isotherm.engine.model;

import dev.isotherm.engine.torch.AttentionShape;
import dev.isotherm.engine.torch.Ops.Linear;
import org.bytedeco.pytorch.Tensor;

/** How rows become queries [R, heads, d], keys and values [R, keyHeads, d]. */
interface QueriesKeysValues {

    Projected apply(Tensor x, AttentionShape shape);

    record Projected(Tensor q, Tensor k, Tensor v) {}

    /** One product [H] to [3·heads·d]. */
    record InOne(Linear all) implements QueriesKeysValues {

        @Override
        public Projected apply(Tensor x, AttentionShape shape) {
            Tensor parts = all.apply(x).unflatten(1, 3, shape.heads(), shape.headSize());
            return new Projected(parts.select(1, 0), parts.select(1, 1), parts.select(1, 2));
        }
    }

    /** A product for each. */
    record Separate(Linear q, Linear k, Linear v) implements QueriesKeysValues {

        @Override
        public Projected apply(Tensor x, AttentionShape shape) {
            return new Projected(heads(q, x, shape), heads(k, x, shape), heads(v, x, shape));
        }

        private static Tensor heads(Linear linear, Tensor x, AttentionShape shape) {
            return linear.apply(x).unflatten(1, -1, shape.headSize());
        }
    }
}
