package dev.isotherm.engine.model;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.torch.Ops;
import dev.isotherm.engine.torch.StagedBatch;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** What becomes of the last layer's rows; B sequences, hidden size H. */
interface Head {

    /** The only rows of [T, H] that this looks at, one for each sequence: the last layer computes no others. Empty where it looks at all. */
    Optional<int[]> rows(PackedBatch batch);

    /**
     * @param tokens [R, H], or {@link #rows those rows} of it
     */
    Output apply(Tensor tokens, PackedBatch batch, StagedBatch staged, Ops ops);
}
