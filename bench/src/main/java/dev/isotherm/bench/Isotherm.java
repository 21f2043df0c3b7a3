package dev.isotherm.bench;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.EmbedderOptions;
import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.torch.ComputeOptions;
import dev.isotherm.engine.torch.Dtype;
import java.util.List;

/** The engine in one number format. It batches by itself, so it is given the texts as they are. */
record Isotherm(Embedder embedder) implements Contender {

    static Isotherm of(BundledModel model, Dtype dtype) {
        return new Isotherm(Embedder.load(EmbedderOptions.of(model.id()).with(ComputeOptions.automatic().withDtype(dtype))));
    }

    @Override
    public String name() {
        return "Isotherm " + embedder.backend().dtype().label();
    }

    @Override
    public List<float[]> embed(List<Tokens> texts, Feeding feeding) {
        return embedder.encode(texts, AttentionTemperature.NONE);
    }

    @Override
    public void close() {
        embedder.close();
    }
}
