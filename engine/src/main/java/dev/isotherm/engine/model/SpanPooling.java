package dev.isotherm.engine.model;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.pooling.PoolingModes;
import dev.isotherm.engine.torch.Ops;
import dev.isotherm.engine.torch.Ops.Run;
import dev.isotherm.engine.torch.StagedBatch;
import dev.isotherm.engine.torch.Tensors;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Token vectors [T, H] to one float32 vector a sequence: [B, H], or [B, modes·H] where there are several modes. */
record SpanPooling(PoolingModes modes) {

    /**
     * The only rows of [T, H] that pooling looks at, one for each sequence: what comes after the last attention need not be
     * computed for others. Empty where it looks at all.
     */
    Optional<int[]> rows(PackedBatch batch) {
        return modes.single().flatMap(mode -> row(mode, batch));
    }

    /**
     * @param tokens [R, H], or {@link #rows those rows} of it
     */
    Tensor pool(Tensor tokens, PackedBatch batch, StagedBatch staged, Ops ops) {
        if (rows(batch).isPresent()) {
            return tokens.narrow(0, 0, batch.sequences()).to(ScalarType.Float);
        }
        TensorVector parts = new TensorVector();
        modes.modes().forEach(mode -> parts.push_back(pool(mode, tokens, batch, staged, ops)));
        return modes.modes().size() == 1 ? parts.get(0) : torch.cat(parts, 1);
    }

    private static Tensor pool(Pooling mode, Tensor tokens, PackedBatch batch, StagedBatch staged, Ops ops) {
        return switch (mode) {
            case CLS, LAST_TOKEN -> tokens.index_select(0, Tensors.of(row(mode, batch).orElseThrow(), tokens)).to(ScalarType.Float);
            case MEAN -> batch.hasUnpooled() ? over(tokens, batch, staged, rows -> rows.mean(1)) : ops.mean(tokens, staged);
            case MEAN_SQRT_LEN -> over(tokens, batch, staged, rows -> rows.sum(1).mul(new Scalar(1 / Math.sqrt(rows.size(1)))));
            case WEIGHTED_MEAN -> over(tokens, batch, staged, SpanPooling::weightedMean);
            case SPLADE -> throw new IllegalStateException("logits are pooled, not rows: see SparseHead");
            case MAX -> over(tokens, batch, staged, rows -> rows.amax(new long[] {1}, false));
        };
    }

    private static Tensor weightedMean(Tensor rows) {
        int length = (int) rows.size(1);
        Tensor places = Tensors.of(IntStream.rangeClosed(1, length).toArray(), rows).unsqueeze(1);
        return rows.mul(places).sum(1).div(new Scalar(length * (length + 1.0) / 2));
    }

    /** The row of each sequence that is all such a mode looks at. */
    private static Optional<int[]> row(Pooling mode, PackedBatch batch) {
        int[] bounds = batch.cuSeqlens();
        return switch (mode) {
            case CLS -> Optional.of(Arrays.copyOf(bounds, batch.sequences()));
            case LAST_TOKEN -> Optional.of(IntStream.range(1, bounds.length).map(i -> bounds[i] - 1).toArray());
            case MEAN, MEAN_SQRT_LEN, WEIGHTED_MEAN, MAX, SPLADE -> Optional.empty();
        };
    }

    /**
     * @param pooling [sequences, n, H] to [sequences, H]
     */
    private static Tensor over(Tensor tokens, PackedBatch batch, StagedBatch staged, UnaryOperator<Tensor> pooling) {
        TensorVector pooled = new TensorVector();
        if (batch.hasUnpooled()) {
            for (int i = 0; i < batch.sequences(); i++) {
                int passed = batch.unpooled()[i];
                Tensor rows = tokens.narrow(0, batch.cuSeqlens()[i] + passed, batch.length(i) - passed);
                pooled.push_back(pooling.apply(rows.to(ScalarType.Float).unsqueeze(0)));
            }
        } else {
            for (Run run : staged.runs()) {
                Tensor rows = tokens.narrow(0, run.start(), run.rows()).to(ScalarType.Float);
                pooled.push_back(pooling.apply(rows.unflatten(0, run.sequences(), run.length())));
            }
        }
        return torch.cat(pooled, 0);
    }
}
