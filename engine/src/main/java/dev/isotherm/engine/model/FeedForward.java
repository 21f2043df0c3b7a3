package dev.isotherm.engine.model;

import dev.isotherm.engine.torch.Ops.Linear;
import org.bytedeco.pytorch.Tensor;

/** The part of a layer that sees each row by itself. */
interface FeedForward {

    /** [R, H] to [R, inner]. */
    Tensor inner(Tensor x);

    /** [R, inner] to [R, H]. */
    Linear down();

    /** {@code down(activation(up(x)))}. */
    record Plain(Linear up, Activation activation, Linear down) implements FeedForward {

        @Override
        public Tensor inner(Tensor x) {
            return activation.apply(up, x);
        }
    }

    /** {@code down(activation(gate(x)) · up(x))} (arXiv 2002.05202). */
    record Gated(Linear gate, Linear up, Activation activation, Linear down) implements FeedForward {

        @Override
        public Tensor inner(Tensor x) {
            return activation.apply(gate, x).mul_(up.apply(x));
        }
    }

    /**
     * The same with gate and up in one product.
     *
     * @param both [H] to [2·inner]
     * @param gateFirst whether the gate is the first half
     */
    record GatedInOne(Linear both, boolean gateFirst, Activation activation, Linear down) implements FeedForward {

        @Override
        public Tensor inner(Tensor x) {
            Tensor halves = both.apply(x);
            long inner = halves.size(1) / 2;
            Tensor gate = halves.narrow(1, gateFirst ? 0 : inner, inner);
            return activation.apply(gate).mul(halves.narrow(1, gateFirst ? inner : 0, inner));
        }
    }
}
