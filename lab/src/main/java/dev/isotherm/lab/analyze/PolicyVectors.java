package dev.isotherm.lab.analyze;

import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.lab.embed.Role;
import dev.isotherm.lab.embed.TextEmbedder;
import dev.isotherm.lab.evaluate.CorrectionFit;
import dev.isotherm.lab.policy.Correction;
import dev.isotherm.lab.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** Texts as a policy embeds them. */
final class PolicyVectors {

    private final TextEmbedder embedder;
    private final Role role;

    PolicyVectors(TextEmbedder embedder, Role role) {
        this.embedder = embedder;
        this.role = role;
    }

    static AttentionTemperature temperature(Policy policy, Role role) {
        return role == Role.QUERY ? policy.ofQueries() : policy.ofDocuments();
    }

    /** @return [texts][D] of length 1 */
    float[][] of(Policy policy, List<String> texts, LengthGroups groups) {
        return corrected(policy.correction(), embedder.embed(texts, role, temperature(policy, role), policy.overflow()), groups);
    }

    /**
     * Each half of the texts less what was fitted on the other, so that no text is measured by a fit that has seen it. Every other text of
     * a length bin is in the same half: both have all lengths.
     */
    static float[][] corrected(Correction correction, float[][] vectors, LengthGroups groups) {
        if (correction instanceof Correction.None) {
            return vectors;
        }
        List<List<Integer>> halves = halves(groups);
        float[][] corrected = new float[vectors.length][];
        for (int half = 0; half < 2; half++) {
            List<float[]> others = halves.get(1 - half).stream().map(i -> vectors[i]).toList();
            CorrectionFit fit = CorrectionFit.of(correction, others, others);
            float[][] applied = CorrectionFit.apply(fit.documents(), halves.get(half).stream().map(i -> vectors[i]).toArray(float[][]::new));
            for (int i = 0; i < applied.length; i++) {
                corrected[halves.get(half).get(i)] = applied[i];
            }
        }
        return corrected;
    }

    private static List<List<Integer>> halves(LengthGroups groups) {
        List<List<Integer>> halves = List.of(new ArrayList<>(), new ArrayList<>());
        int next = 0;
        for (int bin : groups.present()) {
            for (int text : groups.members(bin)) {
                halves.get(next++ % 2).add(text);
            }
        }
        return halves;
    }
}
