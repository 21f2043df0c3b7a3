package dev.isotherm.engine.temperature;

/**
 * {@code first-half:0.5}, {@code last:4:log:64}: a temperature in some of the layers, and 1 in the others. Which layers
 * matter depends on model and task: docs/length-collapse.md.
 */
public record LayerTemperature(Layers where, PassTemperature temperature) implements PassTemperature {

    static final int MAX_COUNT = 1000;

    /**
     * Layers at one end of the model.
     *
     * @param first whether they are the first ones or the last
     * @param count how many; {@link #HALF} for half of them, ⌈layers/2⌉; one beyond the model's layers is all of them
     */
    public record Layers(boolean first, int count) {

        public static final int HALF = 0;

        public Layers {
            if (count < HALF || count > MAX_COUNT) {
                throw new InvalidTemperatureException((first ? "first:" : "last:") + count);
            }
        }

        /** Whether that layer is one of them. */
        public boolean contains(int layer, int layers) {
            int included = count == HALF ? (layers + 1) / 2 : count;
            return first ? layer < included : layer >= layers - included;
        }

        @Override
        public String toString() {
            String end = first ? "first" : "last";
            return count == HALF ? end + "-half" : end + ":" + count;
        }
    }

    public LayerTemperature {
        if (temperature instanceof LayerTemperature) {
            throw new InvalidTemperatureException(where + ":" + temperature);
        }
    }

    @Override
    public double at(int tokens, int layer, int layers) {
        return where.contains(layer, layers) ? temperature.at(tokens, layer, layers) : 1;
    }

    @Override
    public String toString() {
        return where + ":" + temperature;
    }
}
