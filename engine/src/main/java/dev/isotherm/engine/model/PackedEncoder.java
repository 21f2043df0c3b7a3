package dev.isotherm.engine.model;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.StagedBatch;
import dev.isotherm.engine.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Any family's model over packed batches: T tokens, B sequences, hidden size H. */
final class PackedEncoder implements Encoder {

    private final ModelSize size;
    private final Transformer transformer;
    private final Head head;
    private final int dimensions;
    private final ModelWeights weights;
    private final Backend backend;

    private PackedEncoder(ModelSize size, Transformer transformer, Head head, int dimensions, ModelWeights weights, Backend backend) {
        this.size = size;
        this.transformer = transformer;
        this.head = head;
        this.dimensions = dimensions;
        this.weights = weights;
        this.backend = backend;
    }

    static LoadedEncoder load(Architecture architecture, HeadPlan plan, StoredParameters stored, Backend backend) {
        try (Backend.Scope scope = backend.enter()) {
            ModelWeights weights = new ModelWeights(stored, backend);
            try {
                Transformer transformer = architecture.build(weights, backend.ops());
                Head head = plan.build(weights);
                return new LoadedEncoder(
                        new PackedEncoder(architecture.size(), transformer, head, plan.dimensions(), weights, backend), weights.hash());
            } catch (RuntimeException e) {
                weights.close();
                throw e;
            }
        }
    }

    @Override
    public Output encode(PackedBatch batch) {
        return guarded(batch, () -> forward(batch));
    }

    @Override
    public List<LayerSignal> observe(PackedBatch batch) {
        return guarded(batch, () -> signals(batch));
    }

    private <T> T guarded(PackedBatch batch, Supplier<T> pass) {
        requireKnown(batch.ids(), size.vocabulary(), "token id %d is not in the model's vocabulary of %d");
        if (size.types() > 0) {
            requireKnown(batch.typeIds(), size.types(), "token type %d is not among the model's %d");
        }
        try (Backend.Scope scope = backend.enter()) {
            return pass.get();
        } catch (RuntimeException e) {
            throw switch (backend.stateAfter(e)) {
                case USABLE -> new ForwardException("the forward pass failed", e);
                case OUT_OF_MEMORY -> new DeviceMemoryException(e);
                case LOST -> new DeviceLostException(backend.device(), e);
            };
        }
    }

    /** A GPU's kernel would read beyond the table. */
    private static void requireKnown(int[] ids, int rows, String refusal) {
        for (int id : ids) {
            if (id < 0 || id >= rows) {
                throw new ForwardException(refusal.formatted(id, rows));
            }
        }
    }

    @Override
    public int layers() {
        return size.layers();
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public int vocabularySize() {
        return size.vocabulary();
    }

    @Override
    public void close() {
        weights.close();
    }

    private Output forward(PackedBatch batch) {
        try (StagedBatch staged = backend.stage(batch, head.rows(batch))) {
            return forward(batch, staged);
        }
    }

    private Output forward(PackedBatch batch, StagedBatch staged) {
        Tensor hidden = Tensors.kept(() -> transformer.stem().embed(staged, backend.ops()));
        int last = transformer.layers().size() - 1;
        for (int layer = 0; layer <= last; layer++) {
            int index = layer;
            // Each layer's intermediates are freed before the next one runs; the input is freed even if the layer fails.
            try (Tensor input = hidden) {
                Optional<Tensor> rows = index == last ? staged.wanted() : Optional.empty();
                hidden = Tensors.kept(() -> transformer.layers().get(index).forward(input, staged, index, rows, backend.ops()));
            }
        }
        try (Tensor rows = hidden) {
            return head.apply(transformer.last().apply(rows, backend.ops()), batch, staged, backend.ops());
        }
    }

    private List<LayerSignal> signals(PackedBatch batch) {
        try (StagedBatch staged = backend.stage(batch, Optional.empty())) {
            return signals(batch, staged);
        }
    }

    private List<LayerSignal> signals(PackedBatch batch, StagedBatch staged) {
        List<LayerSignal> signals = new ArrayList<>();
        Tensor hidden = Tensors.kept(() -> transformer.stem().embed(staged, backend.ops()));
        for (int layer = 0; layer < transformer.layers().size(); layer++) {
            int index = layer;
            TransformerLayer shown = transformer.layers().get(index);
            try (Tensor input = hidden; PointerScope scope = new PointerScope()) {
                double[] entropy = shown.entropy(input, staged, index, backend.ops());
                hidden = Tensors.kept(() -> shown.forward(input, staged, index, Optional.empty(), backend.ops()));
                signals.add(new LayerSignal(HighFrequency.of(Tensors.rows(hidden), batch.cuSeqlens()), entropy));
            }
        }
        hidden.close();
        return signals;
    }
}
