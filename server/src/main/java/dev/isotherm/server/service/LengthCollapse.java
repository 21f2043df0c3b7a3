package dev.isotherm.server.service;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How alike the vectors of texts of one length are, by the last few that passed through: the mean cosine between pairs. It rises with
 * length where embeddings collapse (arXiv 2410.24200). Memory is bounded, and no text is kept.
 */
public final class LengthCollapse {

    /** Texts of a bucket that are kept; with fewer than the second of these nothing is said. */
    private static final int KEPT = 64;

    private static final int NEEDED = 8;

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

    /** Texts of about one length. */
    public static final class Bucket {

        private final int index;
        private final List<float[]> vectors = new ArrayList<>();
        private int next;

        private Bucket(int index) {
            this.index = index;
        }

        /** Such as {@code 65-128}, {@code 4097+}. */
        public String label() {
            return index == BOUNDS.length - 1 ? BOUNDS[index] + "+" : BOUNDS[index] + "-" + (BOUNDS[index + 1] - 1);
        }

        private synchronized void note(float[] vector) {
            if (vectors.size() < KEPT) {
                vectors.add(vector);
            } else {
                vectors.set(next, vector);
            }
            next = (next + 1) % KEPT;
        }

        /** {@code (|Σv|² − n) / (n(n − 1))} over n vectors of length 1; NaN for few. */
        public synchronized double meanCosine() {
            int count = vectors.size();
            if (count < NEEDED) {
                return Double.NaN;
            }
            double squares = 0;
            for (int i = 0; i < vectors.get(0).length; i++) {
                double sum = 0;
                for (float[] vector : vectors) {
                    sum += vector[i];
                }
                squares += sum * sum;
            }
            return (squares - count) / (count * (count - 1.0));
        }
    }
}
