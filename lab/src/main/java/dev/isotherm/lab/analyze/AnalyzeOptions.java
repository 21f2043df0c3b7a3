package dev.isotherm.lab.analyze;

import dev.isotherm.engine.text.Overflow;
import dev.isotherm.lab.data.DataException;
import dev.isotherm.lab.embed.Role;
import dev.isotherm.lab.measure.LengthBins;
import dev.isotherm.lab.policy.Policy;
import java.util.List;

/**
 * How texts are analyzed.
 *
 * @param policies at least 1; the first is what the others are compared with
 * @param role which prompt texts get
 * @param layerSample texts of a bin whose layers are looked into at most; 0 for none
 * @param seed of everything that is drawn
 */
public record AnalyzeOptions(List<Policy> policies, LengthBins bins, Role role, int layerSample, long seed) {

    /**
     * @throws DataException when there is no policy, or one is of documents and the texts are queries
     */
    public AnalyzeOptions {
        policies = List.copyOf(policies);
        if (policies.isEmpty()) {
            throw new DataException("policies are empty, allowed is at least one, such as 1.0");
        }
        if (role == Role.QUERY) {
            policies.stream().filter(policy -> policy.documentsOnly() || policy.overflow() != Overflow.TRUNCATE).findFirst().ifPresent(policy -> {
                throw new DataException("policy %s: +documents, +mean and +late are about documents, the texts are queries".formatted(policy));
            });
        }
    }
}
