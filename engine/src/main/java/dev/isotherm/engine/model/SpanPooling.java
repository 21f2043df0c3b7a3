package dev.isotherm.engine.model;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.torch.Ops.Run;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Token vectors [T, H] to one float32 vector a sequence [B, H]. */
record SpanPooling(Pooling pooling) {

    /**
     * The only rows of [T, H] that pooling looks at, one for each sequence: what comes after the last attention need not be
     * computed for others. Empty where it looks at all.
     */
    Optional<int[]> rows(PackedBatch batch) {
        int[] bounds = batch.cuSeqlens();
        return switch (pooling) {
            case CLS -> Optional.of(Arrays.copyOf(bounds, batch.sequences()));
            case LAST_TOKEN -> Optional.of(IntStream.range(1, bounds.length).map(i -> bounds[i] - 1).toArray());
            case MEAN -> Optional.empty();
        };
    }

    /**
     * @param tokens [T, H], or {@link #rows those rows} of it
     */
    Tensor pool(Tensor tokens, PackedBatch batch, List<Run> runs) {
        return pooling == Pooling.MEAN ? mean(tokens, runs) : tokens.narrow(0, 0, batch.sequences()).to(ScalarType.Float);
    }

    private static Tensor mean(Tensor tokens, List<Run> runs) {
        TensorVector means = new TensorVector();
        for (Run run : runs) {
            Tensor rows = tokens.narrow(0, run.start(), run.rows()).to(ScalarType.Float);
            means.push_back(rows.unflatten(0, run.sequences(), run.length()).mean(1));
        }
        return torch.cat(means, 0);
    }
}
