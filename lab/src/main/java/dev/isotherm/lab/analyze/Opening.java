package dev.isotherm.lab.analyze;

/**
 * What a policy does to the longest judged bin, against the first policy, on the same texts.
 *
 * @param cosine mean pairwise cosine; from the first policy's to this one's, with an interval that holds for all policies together
 *     (Bonferroni)
 * @param rankBefore effective rank under the first policy
 * @param rank effective rank under this one, at the same number of texts
 */
public record Opening(Change cosine, double rankBefore, double rank) {

    /** Whether texts certainly lie farther apart. */
    public boolean opens() {
        return cosine.falls(0);
    }

    static Opening of(BinnedVectors first, BinnedVectors policy, LengthGroups groups, int comparisons, long seed) {
        int bin = groups.longest();
        int texts = Trend.comparedTexts(groups);
        float[][] before = first.raw().get(bin);
        float[][] after = policy.raw().get(bin);
        return new Opening(
                new Resampling(seed).paired(before, after, level(comparisons)),
                EqualSpread.of(before, texts, seed).effectiveRank(),
                EqualSpread.of(after, texts, seed).effectiveRank());
    }

    static double level(int comparisons) {
        return 1 - (1 - Resampling.LEVEL) / comparisons;
    }
}
