package dev.isotherm.lab.analyze;

import dev.isotherm.lab.embed.Role;
import java.util.List;

/**
 * What was measured.
 *
 * @param policies the first is what the others are compared with
 * @param layers of each forward pass, of short texts and of long ones; empty where none were looked into
 * @param withoutLayers why there are none; empty where there are some
 */
record Analysis(AnalyzedTexts texts, Role role, LengthGroups groups, List<PolicyMeasures> policies, List<LayerProfile> layers, String withoutLayers) {

    Analysis {
        policies = List.copyOf(policies);
        layers = List.copyOf(layers);
    }
}
