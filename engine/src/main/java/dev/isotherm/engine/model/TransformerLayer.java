package dev.isotherm.engine.model;

import dev.isotherm.engine.torch.Ops;
import dev.isotherm.engine.torch.Ops.Attention;
import dev.isotherm.engine.torch.StagedBatch;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** One layer over a packed batch: R rows, B sequences. */
interface TransformerLayer {

    Attention attention();

    /** What attention is given: [R, H]. */
    default Tensor before(Tensor x, Ops ops) {
        return x;
    }

    /** What follows attention, each row by itself: [R, heads·d] and [R, H] to [R, H]. */
    Tensor behind(Tensor context, Tensor x, Ops ops);

    /**
     * [R, H] to [R, H], or to [B, H] if rows are chosen.
     *
     * @param index of this layer
     * @param rows [B], the rows that are wanted; empty for all
     */
    default Tensor forward(Tensor x, StagedBatch batch, int index, Optional<Tensor> rows, Ops ops) {
        Tensor context = attention().apply(before(x, ops), batch, index);
        return rows.map(wanted -> behind(context.index_select(0, wanted), x.index_select(0, wanted), ops)).orElseGet(() -> behind(context, x, ops));
    }

    /** How evenly each sequence's tokens are looked at. */
    default double[] entropy(Tensor x, StagedBatch batch, int index, Ops ops) {
        return attention().entropy(before(x, ops), batch, index);
    }

    /** Normalization behind each residual: BERT (arXiv 1810.04805). */
    record PostNorm(Attention attention, Ops.Linear output, Ops.LayerNorm attentionNorm, FeedForward feedForward, Ops.LayerNorm outputNorm)
            implements TransformerLayer {

        @Override
        public Tensor behind(Tensor context, Tensor x, Ops ops) {
            Tensor attended = ops.addNorm(output, context, x, attentionNorm);
            return ops.addNorm(feedForward.down(), feedForward.inner(attended), attended, outputNorm);
        }
    }

    /** Normalization before each part, and residuals that pass it by (arXiv 2002.04745). */
    record PreNorm(Norm attentionNorm, Attention attention, Ops.Linear output, Norm feedForwardNorm, FeedForward feedForward)
            implements TransformerLayer {

        @Override
        public Tensor before(Tensor x, Ops ops) {
            return attentionNorm.apply(x, ops);
        }

        @Override
        public Tensor behind(Tensor context, Tensor x, Ops ops) {
            Tensor attended = output.add(context, x);
            return feedForward.down().add(feedForward.inner(feedForwardNorm.apply(attended, ops)), attended);
        }
    }
}
