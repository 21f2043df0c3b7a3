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

    private Buckets() {}

    private static double[] powersOfTwo(int largest) {
        return DoubleStream.iterate(1, bound -> 2 * bound).limit(largest + 1L).toArray();
    }
}
