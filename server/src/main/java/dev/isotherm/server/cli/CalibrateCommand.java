package dev.isotherm.server.cli;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.lab.calibrate.CalibratedPolicy;
import dev.isotherm.lab.calibrate.Calibration;
import dev.isotherm.lab.calibrate.CalibrationReport;
import dev.isotherm.lab.calibrate.Calibrator;
import dev.isotherm.lab.calibrate.Candidates;
import dev.isotherm.lab.calibrate.CollectionSample;
import dev.isotherm.lab.calibrate.PseudoQueries;
import dev.isotherm.lab.calibrate.SwitchingCost;
import dev.isotherm.lab.data.Collection;
import dev.isotherm.lab.data.Texts;
import dev.isotherm.lab.embed.Speed;
import dev.isotherm.lab.embed.TextEmbedder;
import dev.isotherm.lab.evaluate.Evaluator;
import dev.isotherm.lab.evaluate.Retrieval;
import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.score.RetrievalMetric;
import dev.isotherm.server.config.SettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isotherm calibrate}. */
@Command(name = "calibrate", mixinStandardHelpOptions = true,
        description = "Chooses a policy for a model and a corpus on half of the queries, judges it on the other half, and writes what serve takes.",
        footer = {"", "A set is a folder in BEIR's layout, with queries and judgements or without; or a file of texts. Without queries some are "
                + "made out of the corpus: titles, or sentences."})
final class CalibrateCommand implements Callable<Integer> {

    private static final String POLICY_FILE = "policy.json";

    @Mixin
    private LabFlags lab;

    @Mixin
    private CollectionFlags collections;

    @Parameters(paramLabel = "<set>", arity = "1..*", description = "Sets to calibrate for, all together; queries are ranked within their own.")
    private List<Path> sets;

    @Option(names = "--policies", paramLabel = "<policies>",
            description = "Candidates, separated by spaces (default: some of each kind, by the lengths of the documents).")
    private String policies;

    @Option(names = "--pseudo-queries", description = "Makes queries out of the corpus even where there are some.")
    private boolean pseudoQueries;

    @Option(names = "--queries", paramLabel = "<n>", defaultValue = "1000", description = "Queries at most, drawn by chance (default: ${DEFAULT-VALUE}).")
    private int mostQueries;

    @Option(names = "--documents", paramLabel = "<n>", defaultValue = "10000",
            description = "Documents at most: all that are judged, others by chance (default: ${DEFAULT-VALUE}).")
    private int mostDocuments;

    @Override
    public Integer call() {
        requirePositive("queries", mostQueries);
        requirePositive("documents", mostDocuments);
        Optional<RetrievalMetric> decides = collections.metric();
        Optional<List<Policy>> asked = Optional.ofNullable(policies).map(Policy::parseAll);
        Collection whole = CollectionSample.merged(sets.stream().map(this::read).toList());
        Collection collection = CollectionSample.of(whole, mostQueries, mostDocuments, lab.seed());
        try (TextEmbedder embedder = lab.open()) {
            Retrieval retrieval = new Retrieval(embedder, collection);
            int[] tokens = retrieval.documentTokens();
            Calibrator calibrator = new Calibrator(retrieval, decides.orElseGet(() -> Evaluator.metricFor(collection)), lab.seed());
            Calibration calibration = calibrator.calibrate(asked.orElseGet(() -> candidates(embedder.embedder(), tokens)));
            publish(calibration, embedder, whole, tokens);
        } finally {
            lab.finished();
        }
        return 0;
    }

    private static List<Policy> candidates(Embedder embedder, int[] tokens) {
        ModelDescription model = embedder.model();
        return Candidates.of(tokens, model.maxInputTokens(), embedder.encoder().layers(), model.pooling());
    }

    private void publish(Calibration calibration, TextEmbedder embedder, Collection whole, int[] tokens) {
        Embedder loaded = embedder.embedder();
        CalibratedPolicy policy = new CalibratedPolicy(calibration, loaded.model().id(), loaded.space());
        Path file = lab.output().resolve(POLICY_FILE);
        policy.write(file);
        long seen = Arrays.stream(tokens).mapToLong(count -> Math.min(count, loaded.model().maxInputTokens())).sum();
        SwitchingCost cost = new SwitchingCost(whole.corpus().size(), seen * whole.corpus().size() / tokens.length, Speed.tokensPerSecond(loaded),
                loaded.space().with(AttentionTemperature.NONE).fingerprint(), policy.fingerprint());
        lab.publish(new CalibrationReport(calibration, cost).report("%s for %s".formatted(loaded.model().id(), whole.name()), file.toString(),
                lab.notes(embedder)), "calibration");
        lab.written(file);
    }

    private Collection read(Path set) {
        boolean judged = Files.isDirectory(set) && Files.exists(set.resolve("queries.jsonl")) && !pseudoQueries;
        Optional<Pattern> groups = collections.groups();
        return judged ? Collection.read(set, groups)
                : PseudoQueries.of(set.toAbsolutePath().normalize().getFileName().toString(), Texts.read(set), mostQueries, lab.seed());
    }

    private static void requirePositive(String setting, int given) {
        if (given < 1) {
            throw new SettingException(setting, given, "1 and more");
        }
    }
}
