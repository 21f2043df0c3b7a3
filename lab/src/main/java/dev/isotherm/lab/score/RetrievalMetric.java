package dev.isotherm.lab.score;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What a ranking is worth to one query, from 0 to 1, as trec_eval and BEIR define it; grades above 0 are relevant. */
public enum RetrievalMetric {

    /** Σ grade/log₂(rank+1) over the first ten, divided by the same of the best possible order of all judged documents. */
    NDCG_10("NDCG@10", 10) {
        @Override
        double score(int[] ranked, int[] judged) {
            return discountedGain(ranked) / discountedGain(best(judged));
        }

        private int[] best(int[] judged) {
            int[] ascending = judged.clone();
            Arrays.sort(ascending);
            int[] best = new int[Math.min(cutoff(), ascending.length)];
            for (int i = 0; i < best.length; i++) {
                best[i] = ascending[ascending.length - 1 - i];
            }
            return best;
        }
    },

    /** The share of the relevant documents that are among the first ten. */
    RECALL_10("recall@10", 10) {
        @Override
        double score(int[] ranked, int[] judged) {
            return relevant(ranked) / (double) relevant(judged);
        }
    },

    /** The share of the relevant documents that are among the first hundred. */
    RECALL_100("recall@100", 100) {
        @Override
        double score(int[] ranked, int[] judged) {
            return relevant(ranked) / (double) relevant(judged);
        }
    },

    /** 1 when the first document is relevant, else 0. */
    ACCURACY_1("accuracy@1", 1) {
        @Override
        double score(int[] ranked, int[] judged) {
            return relevant(ranked);
        }
    };

    private final String label;
    private final int cutoff;

    RetrievalMetric(String label, int cutoff) {
        this.label = label;
        this.cutoff = cutoff;
    }

    /** {@code ranked} is cut off, {@code judged} holds a relevant grade. */
    abstract double score(int[] ranked, int[] judged);

    /**
     * @param rankedGrades grades of the ranked documents, best first, 0 for one not judged; what is beyond the cutoff is ignored
     * @param allJudgedGrades grades of every judged document, in any order
     * @throws IllegalArgumentException when no judged document is relevant, for then nothing can be found
     */
    public double of(int[] rankedGrades, int[] allJudgedGrades) {
        if (relevant(allJudgedGrades) == 0) {
            throw new IllegalArgumentException(label + " needs at least one relevant document");
        }
        return score(Arrays.copyOf(rankedGrades, Math.min(cutoff, rankedGrades.length)), allJudgedGrades);
    }

    /** Name as it is written in reports and on the command line. */
    public String label() {
        return label;
    }

    /** How many ranked documents count. */
    public int cutoff() {
        return cutoff;
    }

    /**
     * @param label as {@link #label()}, in any case
     * @throws IllegalArgumentException when there is no such metric; the message names those that are
     */
    public static RetrievalMetric of(String label) {
        return Arrays.stream(values())
                .filter(metric -> metric.label.equalsIgnoreCase(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("metric '%s' is unknown, there are %s".formatted(
                        label, Arrays.stream(values()).map(RetrievalMetric::label).collect(Collectors.joining(", ")))));
    }

    private static int relevant(int[] grades) {
        return (int) Arrays.stream(grades).filter(grade -> grade > 0).count();
    }

    private static double discountedGain(int[] grades) {
        double sum = 0;
        for (int i = 0; i < grades.length; i++) {
            sum += Math.max(0, grades[i]) * Math.log(2) / Math.log(i + 2); // collections mark spam with grades below 0
        }
        return sum;
    }
}
