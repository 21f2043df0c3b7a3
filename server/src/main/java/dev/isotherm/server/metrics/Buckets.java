package dev.isotherm.server.metrics;

import java.time.Duration;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** Bounds of histograms. */
final class Buckets {

    /** 0.5 ms to 33 s, each twice the last: a cached query to the longest batch of an ingest. */
    static final Duration[] SECONDS =
            LongStream.rangeClosed(0, 16).mapToObj(i -> Duration.ofNanos(500_000L << i)).toArray(Duration[]::new);

    static final double[] SEQUENCES = powersOfTwo(12);

    static final double[] TOKENS = powersOfTwo(17);

    /** Closest around 1, the model as published. */
    static final double[] TEMPERATURES = {0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.5, 2, 5, 20};

    private Buckets() {}

    private static double[] powersOfTwo(int largest) {
        return DoubleStream.iterate(1, bound -> 2 * bound).limit(largest + 1L).toArray();
    }
}
