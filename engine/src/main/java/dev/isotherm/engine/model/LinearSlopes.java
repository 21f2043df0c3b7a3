package dev.isotherm.engine.model;

import dev.isotherm.engine.torch.DistanceBias;

/**
 * ALiBi (arXiv 2108.12409), both ways: logits fall with the distance, in each head at a slope of its own.
 *
 * @param slopes [heads], above 0
 */
record LinearSlopes(float[] slopes) implements DistanceBias {

    /** A geometric series for powers of 2; other counts fill up with every other slope of the next power. */
    static LinearSlopes of(int heads) {
        float[] slopes = new float[heads];
        int power = Integer.highestOneBit(heads);
        for (int head = 0; head < heads; head++) {
            double exponent = head < power ? -8.0 * (head + 1) / power : -4.0 * (2 * (head - power) + 1) / power;
            slopes[head] = (float) Math.pow(2, exponent);
        }
        return new LinearSlopes(slopes);
    }

    @Override
    public float at(int head, int distance) {
        return -slopes[head] * Math.abs(distance);
    }
}
