package dev.isotherm.engine.model;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/** The factor 1/(τ√d) on the queries of each row, [T, 1]; layers with equal temperatures share one tensor. */
final class RowScale {

    private final PackedBatch batch;
    private final double headScale;
    private final Backend backend;
    private float[] current;
    private Tensor tensor;

    RowScale(PackedBatch batch, int headSize, Backend backend) {
        this.batch = batch;
        this.headScale = 1 / Math.sqrt(headSize);
        this.backend = backend;
    }

    Tensor of(int layer) {
        float[] scale = batch.logitScale()[layer];
        if (!Arrays.equals(scale, current)) {
            current = scale;
            tensor = Tensors.column(rows(scale), backend);
        }
        return tensor;
    }

    private float[] rows(float[] scale) {
        float[] rows = new float[batch.tokens()];
        for (int i = 0; i < scale.length; i++) {
            Arrays.fill(rows, batch.cuSeqlens()[i], batch.cuSeqlens()[i + 1], (float) (scale[i] * headScale));
        }
        return rows;
    }
}
