package dev.isotherm.server.cli;

import dev.isotherm.lab.score.RetrievalMetric;
import dev.isotherm.server.config.SettingException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Option;

/** How collections are ranked and judged. */
final class CollectionFlags {

    @Option(names = "--metric", paramLabel = "<name>",
            description = "What decides in collections: NDCG@10, recall@10, recall@100 or accuracy@1 (default: by the judgements).")
    private String metric;

    @Option(names = "--group-by", paramLabel = "<pattern>",
            description = "Regular expression whose first match in an id is its group; a query is ranked against its group's documents.")
    private String groupBy;

    Optional<RetrievalMetric> metric() {
        try {
            return Optional.ofNullable(metric).map(RetrievalMetric::of);
        } catch (IllegalArgumentException e) {
            throw new SettingException("metric: " + e.getMessage());
        }
    }

    Optional<Pattern> groups() {
        try {
            return Optional.ofNullable(groupBy).map(Pattern::compile);
        } catch (PatternSyntaxException e) {
            throw new SettingException("group-by", groupBy, "a regular expression: " + e.getDescription());
        }
    }
}
