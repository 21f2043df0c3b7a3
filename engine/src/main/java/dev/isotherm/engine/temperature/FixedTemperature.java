package dev.isotherm.engine.temperature;

/** One τ for every sequence, layer and head: TempScale as published. */
public record FixedTemperature(double tau) implements PassTemperature {

    public FixedTemperature {
        AttentionTemperature.requireInRange(tau);
    }

    @Override
    public double at(int tokens, int layer, int layers) {
        return tau;
    }

    @Override
    public String toString() {
        return Double.toString(tau);
    }
}
