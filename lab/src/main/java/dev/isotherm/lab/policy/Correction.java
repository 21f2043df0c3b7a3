package dev.isotherm.lab.policy;

/** What is taken out of vectors after the model, which needs no new forward pass: alternatives to a temperature that cost nothing. */
public sealed interface Correction {

    Correction NONE = new None();

    /** Vectors stay as they are. */
    record None() implements Correction {
        @Override
        public String toString() {
            return "none";
        }
    }

    /** The queries' own mean is taken out of queries, the documents' out of documents. */
    record TwoMeans() implements Correction {
        @Override
        public String toString() {
            return "centre";
        }
    }

    /**
     * The two means, and the directions in which documents vary most (all-but-the-top, arXiv 1702.01417), on both sides.
     *
     * @param directions how many, 1 to 16
     */
    record AllButTheTop(int directions) implements Correction {

        static final int MAX = 16;

        public AllButTheTop {
            if (directions < 1 || directions > MAX) {
                throw new InvalidPolicyException("abtt:" + directions);
            }
        }

        @Override
        public String toString() {
            return "abtt:" + directions;
        }
    }
}
