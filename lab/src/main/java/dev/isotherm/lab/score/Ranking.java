package dev.isotherm.lab.score;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;

/** Documents in the order of their similarity to a query. */
public final class Ranking {

    private record Candidate(int index, double score) {}

    /** The least similar first; of equals the one with the higher index, which gives way to the lower. */
    private static final Comparator<Candidate> WORST_FIRST =
            Comparator.comparingDouble(Candidate::score).thenComparing(Comparator.comparingInt(Candidate::index).reversed());

    private Ranking() {}

    /**
     * The documents most similar to a query by dot product, which of vectors of length 1 is the cosine.
     *
     * @param documents [documents][dimensions]
     * @param query [dimensions]
     * @param k how many at most, at least 1
     * @param allowed which documents take part, by index
     * @return indices, best first, ties by the lower index; fewer than {@code k} when fewer are allowed
     * @throws IllegalArgumentException when {@code k} is below 1, dimensions differ or a product is not a number
     */
    public static int[] top(float[][] documents, float[] query, int k, IntPredicate allowed) {
        if (k < 1) {
            throw new IllegalArgumentException("k is %d, it must be at least 1".formatted(k));
        }
        PriorityQueue<Candidate> best = new PriorityQueue<>(WORST_FIRST);
        for (int i = 0; i < documents.length; i++) {
            if (allowed.test(i)) {
                offer(best, k, i, dot(documents[i], query));
            }
        }
        int[] indices = new int[best.size()];
        for (int rank = indices.length - 1; rank >= 0; rank--) {
            indices[rank] = best.remove().index();
        }
        return indices;
    }

    /** Indices come in ascending order, so an equal score never displaces what is held. */
    private static void offer(PriorityQueue<Candidate> best, int k, int index, double score) {
        if (Double.isNaN(score)) {
            throw new IllegalArgumentException("document %d and the query have no product, a vector is not finite".formatted(index));
        }
        if (best.size() == k) {
            if (score <= best.element().score()) {
                return;
            }
            best.remove();
        }
        best.add(new Candidate(index, score));
    }

    private static double dot(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("a document has %d dimensions, the query %d".formatted(a.length, b.length));
        }
        double even = 0;
        double odd = 0;
        int i = 0;
        for (; i + 1 < a.length; i += 2) { // two sums, so that one addition need not wait for the other
            even += (double) a[i] * b[i];
            odd += (double) a[i + 1] * b[i + 1];
        }
        return i < a.length ? even + odd + (double) a[i] * b[i] : even + odd;
    }
}
