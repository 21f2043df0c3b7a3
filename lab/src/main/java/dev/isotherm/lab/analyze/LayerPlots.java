package dev.isotherm.lab.analyze;

import dev.isotherm.lab.report.Block;
import dev.isotherm.lab.report.LinePlot;
import dev.isotherm.lab.report.Point;
import dev.isotherm.lab.report.Series;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What layers do, drawn: a line for each forward pass and each end of the lengths. */
final class LayerPlots {

    private final List<LayerProfile> layers;

    LayerPlots(List<LayerProfile> layers) {
        this.layers = List.copyOf(layers);
    }

    List<Block> blocks() {
        return List.of(
                plot("High-frequency part of the token signal", "‖X − mean‖/‖X‖", LayerProfile::highFrequency),
                plot("Attention entropy", "share of the largest possible", LayerProfile::entropy));
    }

    private LinePlot plot(String title, String unit, Function<LayerProfile, double[]> figure) {
        return new LinePlot(title, "layer", unit, layers.stream().map(profile -> series(profile, figure.apply(profile))).toList(), false);
    }

    private static Series series(LayerProfile profile, double[] values) {
        return new Series("τ = %s, %s tokens".formatted(profile.temperature(), profile.bin()),
                IntStream.range(0, values.length).mapToObj(layer -> Point.of(layer + 1, values[layer])).toList());
    }
}
