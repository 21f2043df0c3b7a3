package dev.isotherm.engine.model;

import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.pooling.Pooling;
import dev.isotherm.engine.torch.Backend;
import dev.isotherm.engine.torch.Ops.LayerNorm;
import dev.isotherm.engine.torch.Ops.Run;
import dev.isotherm.engine.torch.Tensors;
import dev.isotherm.engine.weights.Weights;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** BERT (arXiv 1810.04805) over packed batches: T tokens, B sequences, hidden size H. */
final class BertEncoder implements Encoder {

    private final BertConfig config;
    private final Backend backend;
    private final WeightLoader weights;
    private final SpanPooling pooling;
    private final Tensor words;
    private final Tensor positions;
    private final Tensor types;
    private final LayerNorm embeddingNorm;
    private final List<BertLayer> layers;

    private BertEncoder(BertConfig config, Pooling pooling, WeightLoader weights, Backend backend) {
        this.config = config;
        this.backend = backend;
        this.weights = weights;
        this.pooling = new SpanPooling(pooling, backend);
        long hidden = config.hiddenSize();
        this.words = weights.load("embeddings.word_embeddings.weight", config.vocabularySize(), hidden);
        this.positions = weights.load("embeddings.position_embeddings.weight", config.positions(), hidden);
        this.types = weights.load("embeddings.token_type_embeddings.weight", config.types(), hidden);
        this.embeddingNorm = BertLayer.norm("embeddings.LayerNorm", config, weights);
        this.layers = IntStream.range(0, config.layers())
                .mapToObj(layer -> BertLayer.load(layer, config, weights, backend.ops()))
                .toList();
    }

    static LoadedEncoder load(BertConfig config, Pooling pooling, Weights stored, Backend backend) {
        String prefix = stored.names().contains("bert.embeddings.word_embeddings.weight") ? "bert." : "";
        WeightLoader loader = new WeightLoader(stored, prefix, backend);
        try (Backend.Scope scope = backend.enter()) {
            return new LoadedEncoder(new BertEncoder(config, pooling, loader, backend), loader.hash());
        } catch (RuntimeException e) {
            loader.close();
            throw e;
        }
    }

    @Override
    public Output encode(PackedBatch batch) {
        try (Backend.Scope scope = backend.enter()) {
            return new Output.Pooled(forward(batch));
        } catch (RuntimeException e) {
            throw new ForwardException("the forward pass failed", e);
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
    public void close() {
        weights.close();
    }

    private float[][] forward(PackedBatch batch) {
        List<Run> runs = Run.of(batch);
        Tensor hidden = Tensors.kept(() -> embed(batch));
        RowScale rowScale = new RowScale(batch, config.headSize(), backend);
        for (int layer = 0; layer < layers.size(); layer++) {
            BertLayer bertLayer = layers.get(layer);
            // Each layer's intermediates are freed before the next one runs; the input is freed even if the layer fails.
            try (Tensor input = hidden) {
                Tensor scale = rowScale.of(layer);
                hidden = Tensors.kept(() -> bertLayer.forward(input, runs, scale, backend.ops()));
            }
        }
        try (Tensor last = hidden) {
            return Tensors.rows(pooling.pool(last, batch, runs));
        }
    }

    /** [T, H]. */
    private Tensor embed(PackedBatch batch) {
        Tensor sum = backend.ops().embedding(words, Tensors.of(batch.ids(), backend));
        sum.add_(backend.ops().embedding(types, Tensors.of(batch.typeIds(), backend)));
        sum.add_(backend.ops().embedding(positions, Tensors.of(batch.positions(), backend)));
        return backend.ops().layerNorm(sum, embeddingNorm);
    }
}
