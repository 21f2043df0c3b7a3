package dev.isotherm.engine.model;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.Ops.EmbeddingTables;
import dev.isotherm.engine.torch.Ops.LayerNorm;
import dev.isotherm.engine.torch.StagedBatch;
import dev.isotherm.engine.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** BERT, RoBERTa and XLM-RoBERTa over packed batches: T tokens, B sequences, hidden size H. */
final class BertEncoder implements Encoder {

    private static final String WORDS = "embeddings.word_embeddings.weight";
    private static final String POSITIONS = "embeddings.position_embeddings.weight";
    private static final String TYPES = "embeddings.token_type_embeddings.weight";
    private static final String NORM = "embeddings.LayerNorm";

    private final BertConfig config;
    private final Backend backend;
    private final ModelWeights weights;
    private final Head head;
    private final EmbeddingTables tables;
    private final LayerNorm embeddingNorm;
    private final List<BertLayer> layers;

    private BertEncoder(BertConfig config, Pooling pooling, ModelWeights weights, Backend backend) {
        this.config = config;
        this.backend = backend;
        this.weights = weights;
        this.tables = new EmbeddingTables(weights.tensor(WORDS), weights.tensor(TYPES), positions(config, weights));
        this.embeddingNorm = weights.norm(NORM, config.layerNormEpsilon());
        this.layers = IntStream.range(0, config.layers())
                .mapToObj(layer -> BertLayer.of(layer, config, weights))
                .toList();
        this.head = config.labels() == 0
                ? new EmbeddingHead(new SpanPooling(pooling))
                : new ClassifierHead(weights.linear(config.head().dense()), weights.linear(config.head().out()));
    }

    static List<Parameter> embeddingParameters(BertConfig config) {
        long hidden = config.hiddenSize();
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(Parameter.of(WORDS, config.vocabularySize(), hidden));
        parameters.add(Parameter.of(POSITIONS, config.positionRows(), hidden));
        parameters.add(Parameter.of(TYPES, config.types(), hidden));
        parameters.addAll(Parameter.norm(NORM, hidden));
        return parameters;
    }

    static LoadedEncoder load(BertConfig config, StoredParameters stored, Pooling pooling, Backend backend) {
        try (Backend.Scope scope = backend.enter()) {
            ModelWeights weights = new ModelWeights(config.parameters(), stored, backend);
            try {
                return new LoadedEncoder(new BertEncoder(config, pooling, weights, backend), weights.hash());
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
        requireKnown(batch.ids(), config.vocabularySize(), "token id %d is not in the model's vocabulary of %d");
        requireKnown(batch.typeIds(), config.types(), "token type %d is not among the model's %d");
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
        return config.layers();
    }

    @Override
    public int dimensions() {
        return config.hiddenSize();
    }

    @Override
    public int vocabularySize() {
        return config.vocabularySize();
    }

    @Override
    public void close() {
        weights.close();
    }

    private Output forward(PackedBatch batch) {
        StagedBatch staged = backend.stage(batch, head.rows(batch));
        Tensor hidden = Tensors.kept(() -> backend.ops().embed(tables, staged, embeddingNorm));
        for (int layer = 0; layer < layers.size(); layer++) {
            int index = layer;
            // Each layer's intermediates are freed before the next one runs; the input is freed even if the layer fails.
            try (Tensor input = hidden) {
                Optional<Tensor> rows = layer == layers.size() - 1 ? staged.wanted() : Optional.empty();
                hidden = Tensors.kept(() -> layers.get(index).forward(input, staged, index, rows, backend.ops()));
            }
        }
        try (Tensor last = hidden) {
            return head.apply(last, batch, staged, backend.ops());
        }
    }

    private List<LayerSignal> signals(PackedBatch batch) {
        StagedBatch staged = backend.stage(batch, Optional.empty());
        List<LayerSignal> signals = new ArrayList<>();
        Tensor hidden = Tensors.kept(() -> backend.ops().embed(tables, staged, embeddingNorm));
        for (int layer = 0; layer < layers.size(); layer++) {
            int index = layer;
            try (Tensor input = hidden; PointerScope scope = new PointerScope()) {
                double[] entropy = layers.get(index).entropy(input, staged, index);
                hidden = Tensors.kept(() -> layers.get(index).forward(input, staged, index, Optional.empty(), backend.ops()));
                signals.add(new LayerSignal(HighFrequency.of(Tensors.rows(hidden), batch.cuSeqlens()), entropy));
            }
        }
        hidden.close();
        return signals;
    }

    /** Without the rows that stand for no token. */
    private static Tensor positions(BertConfig config, ModelWeights weights) {
        return weights.view(() -> weights.tensor(POSITIONS).narrow(0, config.firstPosition(), config.positions()));
    }
}
