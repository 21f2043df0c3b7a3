package dev.isotherm.server.http;

import io.javalin.plugin.bundled.CorsPlugin;
import io.javalin.plugin.bundled.CorsPluginConfig.CorsRule;
import java.util.List;

/** Lets pages of other origins ask, and read what answers say in their headers. */
final class CrossOrigin {

    private static final List<String> EXPOSED = List.of(
            "X-Isotherm-Fingerprint", "X-Isotherm-Tokens", "X-Isotherm-Truncated", "Server-Timing", "Retry-After", RequestIds.HEADER);

    private CrossOrigin() {}

    static CorsPlugin plugin(List<String> origins) {
        return new CorsPlugin(cors -> cors.addRule(rule -> configure(rule, origins)));
    }

    private static void configure(CorsRule rule, List<String> origins) {
        if (origins.contains("*")) {
            rule.anyHost();
        } else {
            origins.forEach(origin -> rule.allowHost(origin));
        }
        EXPOSED.forEach(rule::exposeHeader);
    }
}
