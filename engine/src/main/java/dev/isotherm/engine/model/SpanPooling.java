package dev.isotherm.engine.model;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.torch.Ops;
import dev.isotherm.engine.torch.StagedBatch;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
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
     * @param tokens [R, H], or {@link #rows those rows} of it
     * @param sequences B
     */
    Tensor pool(Tensor tokens, StagedBatch batch, int sequences, Ops ops) {
        return pooling == Pooling.MEAN ? ops.mean(tokens, batch) : tokens.narrow(0, 0, sequences).to(ScalarType.Float);
    }
}
