package dev.isotherm.lab.evaluate;

import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.lab.data.ScoredPair;
import dev.isotherm.lab.embed.Role;
import dev.isotherm.lab.embed.TextEmbedder;
import dev.isotherm.lab.policy.Policy;
import java.util.List;
import java.util.stream.IntStream;

/** Pairs of texts with a score of people: semantic textual similarity. */
public final class Similarity {

    private final TextEmbedder embedder;
    private final List<ScoredPair> pairs;

    /**
     * @param pairs at least 2
     */
    public Similarity(TextEmbedder embedder, List<ScoredPair> pairs) {
        this.embedder = embedder;
        this.pairs = List.copyOf(pairs);
    }

    /** What people say. */
    public double[] expected() {
        return pairs.stream().mapToDouble(ScoredPair::score).toArray();
    }

    /**
     * The cosine of each pair, −1 to 1. Both texts are on the same side, so that a correction is fitted on one half of the pairs and
     * applied to the other.
     */
    public double[] cosines(Policy policy) {
        float[][] first = vectors(policy, pairs.stream().map(ScoredPair::first).toList());
        float[][] second = vectors(policy, pairs.stream().map(ScoredPair::second).toList());
        double[] cosines = new double[pairs.size()];
        for (int half = 0; half < 2; half++) {
            int parity = half;
            List<float[]> others = IntStream.range(0, cosines.length).filter(i -> i % 2 != parity).boxed()
                    .flatMap(i -> List.of(first[i], second[i]).stream()).toList();
            CorrectionFit fit = CorrectionFit.of(policy.correction(), others, others);
            float[][] a = CorrectionFit.apply(fit.documents(), first);
            float[][] b = CorrectionFit.apply(fit.documents(), second);
            IntStream.range(0, cosines.length).filter(i -> i % 2 == parity).forEach(i -> cosines[i] = Vectors.cosine(a[i], b[i]));
        }
        return cosines;
    }

    private float[][] vectors(Policy policy, List<String> texts) {
        return embedder.embed(texts, Role.SYMMETRIC, policy.ofDocuments(), policy.overflow());
    }
}
