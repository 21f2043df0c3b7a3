package dev.isotherm.server.service;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * How alike the vectors of texts of one length are, by the last few that passed through. Their mean cosine rises with length where
 * embeddings collapse (arXiv 2410.24200). Memory is bounded, and no text is kept.
 */
public final class LengthCollapse {

    /** Texts of a bucket that are kept; with fewer than {@link #NEEDED} nothing is said. */
    public static final int KEPT = 64;

    public static final int NEEDED = 8;

    /** The first token count of each bucket. */
    private static final int[] BOUNDS = {1, 17, 33, 65, 129, 257, 513, 1025, 2049, 4097};

    private final List<Bucket> buckets = IntStream.range(0, BOUNDS.length).mapToObj(Bucket::new).toList();

    /**
     * Takes note of a vector of length 1.
     *
     * @param tokens of its text
     */
    public void note(int tokens, float[] vector) {
        int bucket = BOUNDS.length - 1;
        while (tokens < BOUNDS[bucket]) {
            bucket--;
        }
        buckets.get(bucket).note(vector);
    }

    public List<Bucket> buckets() {
        return buckets;
    }

    /** All numbers of all buckets, shortest texts first. Takes some milliseconds. */
    public List<Reading> read() {
        List<Sample> samples = buckets.stream().map(Bucket::sample).toList();
        List<float[]> all = samples.stream().flatMap(sample -> sample.vectors().stream()).toList();
        return samples.stream().map(sample -> sample.read(all)).toList();
    }

    /**
     * What is known of one bucket.
     *
     * @param seen texts since the start
     * @param kept the last of them, of which alone the alikeness speaks
     * @param alikeness NaN in all its parts when fewer than {@link #NEEDED} are kept
     */
    public record Reading(Bucket bucket, long seen, int kept, Alikeness alikeness) {}

    private record Sample(Bucket bucket, long seen, List<float[]> vectors) {

        private Reading read(List<float[]> all) {
            boolean few = vectors.size() < NEEDED;
            return new Reading(bucket, seen, vectors.size(), few ? Alikeness.UNKNOWN : Alikeness.of(vectors, all));
        }
    }

    /** Texts of about one length. */
    public static final class Bucket {

        private final int index;
        private final List<float[]> vectors = new ArrayList<>();
        private long seen;

        private Bucket(int index) {
            this.index = index;
        }

        /** Such as {@code 65-128}, {@code 4097+}. */
        public String label() {
            return to().isPresent() ? from() + "-" + to().getAsInt() : from() + "+";
        }

        /** The smallest token count. */
        public int from() {
            return BOUNDS[index];
        }

        /** The largest token count; none in the last bucket. */
        public OptionalInt to() {
            return index == BOUNDS.length - 1 ? OptionalInt.empty() : OptionalInt.of(BOUNDS[index + 1] - 1);
        }

        /** Mean cosine between pairs of those kept; NaN for few. */
        public double meanCosine() {
            List<float[]> kept = sample().vectors();
            return kept.size() < NEEDED ? Double.NaN : Alikeness.meanCosineOf(kept);
        }

        private synchronized void note(float[] vector) {
            if (vectors.size() < KEPT) {
                vectors.add(vector);
            } else {
                vectors.set((int) (seen % KEPT), vector);
            }
            seen++;
        }

        private synchronized Sample sample() {
            return new Sample(this, seen, List.copyOf(vectors));
        }
    }
}
