package dev.isotherm.lab.analyze;

import java.util.Optional;

/**
 * A length bin under one policy.
 *
 * @param bin its index
 * @param texts in it
 * @param beyondWindow share of them that are longer than the window, 0 to 1
 * @param cosine mean over pairs; NaN where the bin is not judged
 * @param centredCosine the same less the common centre of all judged bins; NaN where the bin is not judged
 * @param spread of as many texts as the ends have; empty where the bin has fewer
 */
record BinMeasures(int bin, int texts, double beyondWindow, double cosine, double centredCosine, Optional<EqualSpread> spread) {

    static BinMeasures of(int bin, BinnedVectors vectors, LengthGroups groups, long seed) {
        int texts = groups.members(bin).length;
        float[][] raw = vectors.raw().get(bin);
        if (raw == null) {
            return new BinMeasures(bin, texts, groups.beyondWindow(bin), Double.NaN, Double.NaN, Optional.empty());
        }
        int equal = Trend.comparedTexts(groups);
        return new BinMeasures(bin, texts, groups.beyondWindow(bin), PairwiseCosine.of(raw), PairwiseCosine.of(vectors.centred().get(bin)),
                texts < equal ? Optional.empty() : Optional.of(EqualSpread.of(raw, equal, seed)));
    }
}
