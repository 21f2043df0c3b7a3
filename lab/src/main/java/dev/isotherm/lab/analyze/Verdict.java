package dev.isotherm.lab.analyze;

/**
 * What the measures say together. A rising raw cosine alone proves nothing: averaging over more tokens leaves more of what all vectors have in
 * common, whatever the texts say (arXiv 2605.07345). Two measures witness beside it: the cosine less a common centre, which is nearly
 * free of that effect as long as the raw cosine rises little, and the effective rank at the same number of texts, which is free of it.
 * The distance to a bin's own centre is no witness: for vectors of length 1 it says what the raw cosine says.
 */
public enum Verdict {
    /** The raw cosine rises, the centred one rises, the effective rank falls. */
    COLLAPSE,
    /** The raw cosine rises and one of the two witnesses goes along. */
    SIGNS,
    /** The raw cosine rises alone. */
    COSINE_ONLY,
    /** The raw cosine does not rise. */
    NONE
}
