package dev.isotherm.engine.temperature;

/**
 * {@code log:n0}: logits are multiplied by s = max(1, ln n / ln n0), so τ = 1/s. Identity up to n0 tokens, which should be
 * the length the model was trained on.
 */
public record LogLengthTemperature(int trainedLength) implements PassTemperature {

    static final int MIN_LENGTH = 2;
    static final int MAX_LENGTH = 1_000_000;

    public LogLengthTemperature {
        if (trainedLength < MIN_LENGTH || trainedLength > MAX_LENGTH) {
            throw new InvalidTemperatureException("log:" + trainedLength);
        }
    }

    @Override
    public double at(int tokens, int layer, int layers) {
        double scale = Math.max(1, Math.log(tokens) / Math.log(trainedLength));
        return Math.max(MIN, 1 / scale);
    }

    @Override
    public String toString() {
        return "log:" + trainedLength;
    }
}
