package dev.isotherm.engine.model;

import dev.isotherm.engine.torch.Ops;
import dev.isotherm.engine.torch.Ops.Attention;
import dev.isotherm.engine.torch.StagedBatch;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** One layer over a packed batch: R rows, B sequences. */
interface TransformerLayer {

    /** What each row sees in the others of its sequence: [R, H] to [R, heads·d]. */
    Tensor context(Tensor x, StagedBatch batch, int index, Ops ops);

    /** What follows, each row by itself: [R, heads·d] and [R, H] to [R, H]. */
    Tensor behind(Tensor context, Tensor x, Ops ops);

    /** How evenly each sequence's tokens are looked at. */
    double[] entropy(Tensor x, StagedBatch batch, int index, Ops ops);

    /**
     * [R, H] to [R, H], or to [B, H] if rows are chosen.
     *
     * @param index of this layer
     * @param rows [B], the rows that are wanted; empty for all
     */
    default Tensor forward(Tensor x, StagedBatch batch, int index, Optional<Tensor> rows, Ops ops) {
        Tensor context = context(x, batch, index, ops);
        return rows.map(wanted -> behind(context.index_select(0, wanted), x.index_select(0, wanted), ops)).orElseGet(() -> behind(context, x, ops));
    }

    /** Normalization behind each residual: BERT (arXiv 1810.04805). */
    record PostNorm(Attention attention, Ops.Linear output, Ops.LayerNorm attentionNorm, FeedForward feedForward, Ops.LayerNorm outputNorm)
            implements TransformerLayer {

        @Override
        public Tensor context(Tensor x, StagedBatch batch, int index, Ops ops) {
            return attention.apply(x, batch, index);
        }

        @Override
        public Tensor behind(Tensor context, Tensor x, Ops ops) {
            Tensor attended = ops.addNorm(output, context, x, attentionNorm);
            return ops.addNorm(feedForward.down(), feedForward.inner(attended), attended, outputNorm);
        }

        @Override
        public double[] entropy(Tensor x, StagedBatch batch, int index, Ops ops) {
            return attention.entropy(x, batch, index);
        }
    }

    /** Normalization before each part, and residuals that pass it by (arXiv 2002.04745). */
    record PreNorm(Norm attentionNorm, Attention attention, Ops.Linear output, Norm feedForwardNorm, FeedForward feedForward)
            implements TransformerLayer {

        @Override
        public Tensor context(Tensor x, StagedBatch batch, int index, Ops ops) {
            return attention.apply(attentionNorm.apply(x, ops), batch, index);
        }

        @Override
        public Tensor behind(Tensor context, Tensor x, Ops ops) {
            Tensor attended = output.add(context, x);
            return feedForward.down().add(feedForward.inner(feedForwardNorm.apply(attended, ops)), attended);
        }

        @Override
        public double[] entropy(Tensor x, StagedBatch batch, int index, Ops ops) {
            return attention.entropy(attentionNorm.apply(x, ops), batch, index);
        }
    }
}
