package dev.isotherm.lab.analyze;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.batch.Sequence;
import dev.isotherm.engine.model.LayerSignal;
import dev.isotherm.engine.temperature.PassTemperature;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.text.Truncation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Looks into a model's layers, one text after the other: for looking at, not for speed. Of a text beyond the window its start is seen. */
final class LayerView {

    private final Embedder embedder;

    LayerView(Embedder embedder) {
        this.embedder = embedder;
    }

    /**
     * @param texts with their prompt, at least 1
     * @param bin the label of the bin they are of
     * @throws dev.isotherm.engine.model.ForwardException when the backend shows no layers
     */
    LayerProfile profile(List<String> texts, String bin, PassTemperature temperature) {
        Truncation window = new Truncation(embedder.model().maxInputTokens(), Truncation.Side.RIGHT);
        List<List<LayerSignal>> signals = new ArrayList<>();
        for (String text : texts) {
            Tokens tokens = embedder.tokenizer().encode(text, window);
            signals.add(embedder.encoder().observe(PackedBatch.pack(List.of(new Sequence(tokens, temperature)), embedder.encoder().layers())));
        }
        return new LayerProfile(temperature, bin, texts.size(), mean(signals, LayerSignal::highFrequency), mean(signals, LayerSignal::attentionEntropy));
    }

    private static double[] mean(List<List<LayerSignal>> signals, Function<LayerSignal, double[]> figure) {
        double[] means = new double[signals.get(0).size()];
        for (int layer = 0; layer < means.length; layer++) {
            int index = layer;
            means[layer] = signals.stream().mapToDouble(text -> figure.apply(text.get(index))[0]).average().orElseThrow();
        }
        return means;
    }
}
