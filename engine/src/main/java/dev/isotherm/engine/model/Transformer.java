package dev.isotherm.engine.model;

import dev.isotherm.engine.torch.Ops;
import dev.isotherm.engine.torch.StagedBatch;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A model put together: what tokens become, layers, and a last normalization.
 *
 * @param last of the last layer's rows; {@link Norm#NONE} in models that normalize behind each layer
 */
record Transformer(Stem stem, List<TransformerLayer> layers, Norm last) {

    Transformer {
        layers = List.copyOf(layers);
    }

    /** Ids, types and positions to rows. */
    interface Stem {

        /** [R, H]. */
        Tensor embed(StagedBatch batch, Ops ops);
    }
}
