package dev.isotherm.engine.temperature;

/** {@code first-half:τ}: τ in the first ⌈layers/2⌉ layers, which carry most of the effect, and 1 in the rest. */
public record FirstHalfTemperature(double tau) implements AttentionTemperature {

    public FirstHalfTemperature {
        AttentionTemperature.requireInRange(tau);
    }

    @Override
    public double at(int tokens, int layer, int layers) {
        return 2 * layer < layers ? tau : 1;
    }

    @Override
    public String toString() {
        return "first-half:" + tau;
    }
}
