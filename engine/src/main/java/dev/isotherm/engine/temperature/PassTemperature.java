package dev.isotherm.engine.temperature;

import java.util.List;

/** τ within one forward pass: it maps a sequence's own token count and a layer to a number. */
public sealed interface PassTemperature extends AttentionTemperature
        permits FixedTemperature, LogLengthTemperature, RangeTemperature, LayerTemperature {

    /**
     * τ for one sequence in one layer.
     *
     * @param tokens the sequence's token count as the model sees it, special tokens included, ≥ 1
     * @param layer index of the layer, 0 ≤ layer &lt; layers
     * @param layers number of layers of the model
     */
    double at(int tokens, int layer, int layers);

    @Override
    default List<PassTemperature> members() {
        return List.of(this);
    }

    /**
     * Reads a policy that is no blend.
     *
     * @throws InvalidTemperatureException when the text is none
     */
    static PassTemperature of(String text) {
        if (AttentionTemperature.parse(text) instanceof PassTemperature pass) {
            return pass;
        }
        throw new InvalidTemperatureException(text);
    }
}
