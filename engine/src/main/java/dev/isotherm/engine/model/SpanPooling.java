package dev.isotherm.engine.model;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.Ops.Run;
import dev.isotherm.engine.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Token vectors [T, H] to one float32 vector a sequence [B, H]. */
record SpanPooling(Pooling pooling, Backend backend) {

    Tensor pool(Tensor tokens, PackedBatch batch, List<Run> runs) {
        return switch (pooling) {
            case CLS -> rows(tokens, Arrays.copyOf(batch.cuSeqlens(), batch.sequences()));
            case LAST_TOKEN -> rows(tokens, IntStream.range(1, batch.cuSeqlens().length)
                    .map(i -> batch.cuSeqlens()[i] - 1)
                    .toArray());
            case MEAN -> mean(tokens, runs);
        };
    }

    private Tensor rows(Tensor tokens, int[] indices) {
        return tokens.index_select(0, Tensors.of(indices, backend)).to(ScalarType.Float);
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
