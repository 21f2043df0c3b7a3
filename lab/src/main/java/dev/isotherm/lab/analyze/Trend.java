package dev.isotherm.lab.analyze;

/**
 * From the shortest to the longest judged bin under one policy.
 *
 * @param shortest the bin
 * @param longest the bin
 * @param cosine mean pairwise cosine
 * @param centred the same less the common centre
 * @param rank effective rank at the same number of texts; its difference is relative
 * @param texts that number
 */
public record Trend(End shortest, End longest, Change cosine, Change centred, Change rank, int texts) {

    /** A bin by its label, and how many texts it has. */
    public record End(String label, int texts) {}

    /** Smaller rises of the raw cosine are none, however certain. */
    static final double COSINE_RISE = 0.02;
    /** The same of the centred cosine. */
    static final double CENTRED_RISE = 0.05;
    /** A smaller share of the effective rank lost is none. */
    static final double RANK_FALL = 0.10;

    /** The rule; each change must be large enough and its 95 % confidence interval must leave out 0. */
    public Verdict verdict() {
        if (!cosine.rises(COSINE_RISE)) {
            return Verdict.NONE;
        }
        if (centredRises() && rankFalls()) {
            return Verdict.COLLAPSE;
        }
        return centredRises() || rankFalls() ? Verdict.SIGNS : Verdict.COSINE_ONLY;
    }

    boolean centredRises() {
        return centred.rises(CENTRED_RISE);
    }

    boolean rankFalls() {
        return rank.falls(RANK_FALL);
    }

    /** Whether a witness moved as far as it does in a collapse, and too few texts bear it out. */
    boolean undecided() {
        return cosine.rises(COSINE_RISE)
                && (centred.difference() >= CENTRED_RISE && !centredRises() || rank.difference() <= -RANK_FALL && !rankFalls());
    }

    static Trend of(BinnedVectors vectors, LengthGroups groups, long seed) {
        int first = groups.shortest();
        int last = groups.longest();
        int texts = comparedTexts(groups);
        Resampling resampling = new Resampling(seed);
        return new Trend(
                end(groups, first), end(groups, last),
                resampling.cosine(vectors.raw().get(first), vectors.raw().get(last)),
                resampling.cosine(vectors.centred().get(first), vectors.centred().get(last)),
                resampling.rank(vectors.raw().get(first), vectors.raw().get(last), texts), texts);
    }

    private static End end(LengthGroups groups, int bin) {
        return new End(groups.label(bin), groups.members(bin).length);
    }

    /** As many texts as both ends have. */
    static int comparedTexts(LengthGroups groups) {
        int fewer = Math.min(groups.members(groups.shortest()).length, groups.members(groups.longest()).length);
        return Math.min(EqualSpread.MOST, fewer);
    }
}
