package dev.isotherm.server.cli;

import dev.isotherm.lab.data.Collection;
import dev.isotherm.lab.data.ScoredPair;
import dev.isotherm.lab.evaluate.Evaluated;
import dev.isotherm.lab.evaluate.EvaluationReport;
import dev.isotherm.lab.evaluate.Evaluator;
import dev.isotherm.lab.evaluate.Study;
import dev.isotherm.lab.measure.LengthBins;
import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.score.RetrievalMetric;
import dev.isotherm.server.config.SettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isotherm evaluate}. */
@Command(name = "evaluate", mixinStandardHelpOptions = true,
        description = "Ranks collections under several attention temperatures and says which differences are real.",
        footer = {"", "A set is a folder in BEIR's layout (corpus.jsonl, queries.jsonl, qrels/test.tsv), or one with pairs.jsonl (s1, s2, score)."})
final class EvaluateCommand implements Callable<Integer> {

    @Mixin
    private LabFlags lab;

    @Mixin
    private CollectionFlags collections;

    @Parameters(paramLabel = "<folder>", arity = "1..*", description = "Sets to evaluate.")
    private List<Path> folders;

    @Option(names = "--policies", paramLabel = "<policies>", defaultValue = "1.0 0.9 0.8 0.7 first-half:0.5 blend:1.0,0.5 1.0+centre",
            description = "Separated by spaces; the first is what the others are compared with. Each is an attention temperature, then "
                    + "perhaps +centre (the two means taken out) or +abtt:<n> (and the first directions), +mean or +late (documents "
                    + "beyond the window), +documents (queries as published) (default: ${DEFAULT-VALUE}).")
    private String policies;

    @Option(names = "--bins", paramLabel = "<tokens>", defaultValue = "1,65,129,257,513,1025",
            description = "Where length bins begin (default: ${DEFAULT-VALUE}).")
    private String bins;

    @Override
    public Integer call() {
        List<Policy> parsed = Policy.parseAll(policies);
        if (parsed.isEmpty()) {
            throw new SettingException("policies", "empty", "at least one, such as 1.0");
        }
        Optional<RetrievalMetric> decides = collections.metric();
        LengthBins lengths = LabFlags.lengths(bins);
        List<TestSet> sets = folders.stream().map(this::read).toList();
        lab.withEmbedder(embedder -> {
            Evaluator evaluator = new Evaluator(embedder, parsed, lengths, lab.seed());
            List<Evaluated> evaluated = sets.stream().map(set -> evaluate(set, evaluator, decides)).toList();
            lab.publish(new EvaluationReport(new Study(evaluated)).report(embedder.embedder().model().id(), lab.notes(embedder)), "evaluation");
        });
        return 0;
    }

    private static Evaluated evaluate(TestSet set, Evaluator evaluator, Optional<RetrievalMetric> decides) {
        return set.collection()
                .map(collection -> evaluator.retrieval(collection, decides.orElseGet(() -> Evaluator.metricFor(collection))))
                .orElseGet(() -> evaluator.similarity(set.name(), set.pairs()));
    }

    private record TestSet(String name, Optional<Collection> collection, List<ScoredPair> pairs) {}

    /** All sets are read before anything is computed. */
    private TestSet read(Path folder) {
        boolean pairs = Files.isRegularFile(folder) || Files.isRegularFile(folder.resolve("pairs.jsonl"));
        return pairs
                ? new TestSet(name(folder), Optional.empty(), ScoredPair.read(folder))
                : collection(Collection.read(folder, collections.groups()));
    }

    private static TestSet collection(Collection collection) {
        return new TestSet(collection.name(), Optional.of(collection), List.of());
    }

    private static String name(Path folder) {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }
}
